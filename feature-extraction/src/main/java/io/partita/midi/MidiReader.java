package io.partita.midi;

import io.partita.MalformedInputException;

/** Standard MIDI Files, clean or damaged: bytes in, events or a score out. */
public final class MidiReader {
  private MidiReader() {}

  public static Score read(byte[] bytes) throws MalformedInputException {
    return Score.of(events(bytes));
  }

  public static MidiEvents events(byte[] bytes) throws MalformedInputException {
    if (bytes.length == 0) {
      throw new MalformedInputException(MidiFault.EMPTY, 0, "The file is empty");
    }
    throw new UnsupportedOperationException();
  }
}
