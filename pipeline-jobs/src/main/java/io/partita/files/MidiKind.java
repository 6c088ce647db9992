package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** MIDI files, and whatever else: their reader says what it is instead. */
final class MidiKind implements FileKind {
  private static final int MAX_MIDI_BYTES = 256 << 20;

  @Override
  public boolean isOf(Asked file) {
    return true;
  }

  @Override
  public Map<String, Object> describe(Asked file) throws IOException, MalformedInputException {
    if (file.input().size() > MAX_MIDI_BYTES) {
      throw new UserException(
          file.name() + " has more than " + MAX_MIDI_BYTES + " bytes: no MIDI file is that large.");
    }
    try (InputStream in = file.input().openStream()) {
      return MidiDescription.of(file.name(), in.readAllBytes(), file.notes(), file.scheme());
    }
  }
}
