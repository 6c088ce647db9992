package io.partita.files;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FastGriffinLim;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.model.job.ModelFiles;
import io.partita.model.job.Vocodes;
import io.partita.option.LoudnessOptions;
import io.partita.output.WrittenFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Turns a log-mel spectrogram back into sound: by Griffin and Lim's algorithm, or by a vocoder that
 * was trained elsewhere.
 */
@Command(
    name = "convert",
    description = "Convert a mel spectrogram, of a .npy file or a lake, to audio.")
public final class Vocode implements Callable<Integer> {
  @Mixin private MelInput input;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "Sound file to write: " + SoundFormat.ENDINGS + ".")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Vocoder file for hifigan-22k-80: .ts or weights (default: Griffin-Lim).")
  private String model;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations of Griffin-Lim; more sound better but take longer (default:"
              + " ${DEFAULT-VALUE}).")
  private int iterations = FastGriffinLim.ITERATIONS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the initial phases (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private LoudnessOptions loudness;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    if (iterations < 0) {
      throw new UserException(
          Mistake.BAD_OPTION, "--iterations must be 0 or more, not " + iterations + ".");
    }
    loudness.check(out);
    input.keepFrom(out);
    InputGuard.of(model).keepFrom(out);
    SoundFormat format = SoundFormat.of(out);
    NewFile.require(out);
    MelFrames mel = input.read();
    int rateHz = mel.recipe().sampleRateHz();
    format.check(out, rateHz, 1);
    float[] samples =
        model == null
            ? FastGriffinLim.invert(mel.frames(), mel.recipe(), iterations, seed)
            : ModelFiles.jobs(Vocodes.class)
                .findFirst()
                .orElseThrow()
                .samples(model, mel.recipe(), mel.frames());
    OptionalDouble error = MelError.of(samples, mel);
    FullScale.fit(samples);
    NewFile.write(out, part -> loudness.write(part, format, rateHz, samples));
    if (model == null) {
      System.err.println("Initial phases: seed " + seed + ".");
    }
    error.ifPresent(
        mae ->
            System.err.printf(
                Locale.ROOT, "Mean absolute log-mel error: %.3f (natural logarithm)%n", mae));
    written.add(out);
    written.end();
    return ExitCode.OK;
  }
}
