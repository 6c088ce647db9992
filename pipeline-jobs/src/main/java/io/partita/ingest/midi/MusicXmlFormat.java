package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.lake.run.RunOptions;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.musicxml.MusicXmlName;
import io.partita.musicxml.MusicXmlReader;
import io.partita.score.Score;

/**
 * MusicXML, plain or compressed.
 *
 * @param expandRepeats whether repeats are played, or measures are as written
 */
record MusicXmlFormat(boolean expandRepeats) implements MusicFormat {
  @Override
  public boolean isNamed(String path) {
    return MusicXmlName.is(path);
  }

  @Override
  public void decides(RunOptions options) {
    options.decisive("--expand-repeats", expandRepeats);
  }

  @Override
  public Score score(byte[] bytes, int maxNotes) throws MalformedInputException {
    return MusicXmlReader.read(bytes, maxNotes, expandRepeats);
  }

  @Override
  public Music read(byte[] bytes, int maxNotes) throws MalformedInputException {
    Score score = score(bytes, maxNotes);
    return new Music(score, MidiReader.events(MidiWriter.write(score)));
  }
}
