package io.partita.files;

import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.midi.MidiWriter;
import io.partita.model.latent.GivenFile;
import io.partita.notation.ScoreFormat;
import io.partita.output.WrittenFiles;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Written music as a MIDI file. */
@Command(name = "convert", description = "Convert a score, as a MusicXML file, to a MIDI file.")
public final class ScoreToMidi implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN", description = "A score, local, hdfs: or s3a:.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT.mid", description = "The MIDI file to write.")
  private Path out;

  @Option(
      names = "--expand-repeats",
      description = "Play repeats, endings, da capo and dal segno (default: as written).")
  private boolean expandRepeats;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    InputGuard.of(in).keepFrom(out);
    ScoreFormat format = ScoreFile.format(in).orElseThrow(); // the name chose this conversion
    Score score = GivenFile.read(in, file -> format.read(file, Integer.MAX_VALUE, expandRepeats));
    NewFile.write(out, MidiWriter.write(score));
    written.wrote(out);
    System.err.printf(Locale.ROOT, "Wrote %s: %d notes.%n", out, score.notes().size());
    int others = score.warnings().count(MidiWarning.OTHER_PIECES);
    if (others > 0) {
      System.err.printf(
          Locale.ROOT, "%s has %,d more pieces; only the first is converted.%n", in, others);
    }
    return ExitCode.OK;
  }
}
