package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiName;
import io.partita.midi.MidiReader;

/** Standard MIDI Files. */
record MidiFormat() implements MusicFormat {
  @Override
  public boolean isNamed(String path) {
    return MidiName.is(path);
  }

  @Override
  public Music read(byte[] bytes, int maxNotes) throws MalformedInputException {
    MidiEvents events = MidiReader.events(bytes, maxNotes);
    return new Music(events.score(), events);
  }
}
