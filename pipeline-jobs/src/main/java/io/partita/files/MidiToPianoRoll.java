package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.numpy.Npy;
import io.partita.option.OptionRange;
import io.partita.output.WrittenFiles;
import io.partita.score.PianoRoll;
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

/** The piano roll of a MIDI file as an array for numpy. */
@Command(
    name = "convert",
    description =
        "Convert a MIDI file to a piano roll: a float32 array [128, steps] of velocities.")
public final class MidiToPianoRoll implements Callable<Integer> {
  private static final int MOST_STEPS = 1 << 22;

  @Parameters(
      index = "0",
      paramLabel = "IN.mid",
      description = "A MIDI file, local, hdfs: or s3a:.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT.npy", description = "Array to write.")
  private Path out;

  @Option(
      names = "--per-beat",
      paramLabel = "N",
      description = "Steps per quarter note, 1 to 96 (default: ${DEFAULT-VALUE}).")
  private int perBeat = 4;

  @Option(
      names = "--drums",
      description = "Write percussion alone, by General MIDI keys (default: all but percussion).")
  private boolean drums;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    OptionRange.require(perBeat >= 1 && perBeat <= 96, "--per-beat must be 1 to 96", perBeat);
    InputGuard.of(in).keepFrom(out);
    Score score = read();
    long steps = PianoRoll.steps(score, perBeat);
    if (steps > MOST_STEPS) {
      throw new UserException(
          Mistake.TOO_LARGE, "%s has %,d steps, more than %,d.".formatted(in, steps, MOST_STEPS));
    }
    float[] roll = PianoRoll.of(score, perBeat, drums);
    NewFile.write(out, Npy.of(roll, PianoRoll.PITCHES, (int) steps).toFloat32());
    written.wrote(out);
    System.err.printf(
        Locale.ROOT,
        "Wrote %s: [%d, %d], %d steps a beat.%n",
        out,
        PianoRoll.PITCHES,
        steps,
        perBeat);
    return ExitCode.OK;
  }

  private Score read() throws IOException {
    try {
      Score score = ScoreFile.read(InputPath.bytes(in, Spark.hadoopConfiguration()));
      if (score.division().isSmpte()) {
        throw new UserException(
            Mistake.UNSUPPORTED_FILE, in + " counts SMPTE frames and has no beats.");
      }
      return score;
    } catch (MalformedInputException e) {
      throw new UserException(Mistake.MALFORMED_FILE, in + ": " + e.detail() + ".", e);
    }
  }
}
