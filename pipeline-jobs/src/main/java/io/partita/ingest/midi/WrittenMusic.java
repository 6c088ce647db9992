package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.run.RunOptions;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.notation.ScoreFormat;
import io.partita.score.Score;
import java.util.List;

/**
 * Written music, kept with the MIDI files made of it.
 *
 * @param format of the files
 * @param expandRepeats whether repeats are played, or measures are as written
 */
record WrittenMusic(ScoreFormat format, boolean expandRepeats) implements MusicFormat {
  @Override
  public WrittenMusic within(ArchiveLimits limits) {
    return new WrittenMusic(format.within(limits), expandRepeats);
  }

  @Override
  public boolean isNamed(String path) {
    return format.isNamed(path);
  }

  @Override
  public List<byte[]> pieces(byte[] file) {
    return format.pieces(file);
  }

  @Override
  public boolean isPacked(byte[] piece) {
    return format.isPacked(piece);
  }

  @Override
  public void decides(RunOptions options) {
    options.decisive("--expand-repeats", expandRepeats);
  }

  @Override
  public Music read(byte[] bytes, int maxNotes) throws MalformedInputException {
    Score score = format.read(bytes, maxNotes, expandRepeats);
    return new Music(score, MidiReader.events(MidiWriter.write(score)));
  }
}
