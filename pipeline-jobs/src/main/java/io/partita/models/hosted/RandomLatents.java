package io.partita.models.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.SoundFormat;
import io.partita.hosted.latent.LatentShape;
import io.partita.hosted.latent.Latents;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.KeptInputs;
import io.partita.option.OptionRange;
import io.partita.option.ReplaceOption;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Latents drawn from N(0, I), and what a model makes of them. */
@Command(
    name = "random",
    description = "Sample latents for a model trained elsewhere, and decode them.",
    footer = {
      "",
      "The draws are a function of seed, dimension and frame alone: the same with any engine.",
      "",
      "Examples:",
      "  partita random --model rave.ts --seconds 10 --out random.wav",
      "  partita random --model rave.ts --like clip.wav --seed 2 --out random.npz"
    })
public final class RandomLatents implements Callable<Integer> {
  private static final double LONGEST_S = 1800;

  @Mixin private HostedModelOptions options;

  @ArgGroup(multiplicity = "1")
  private Length length;

  /** One of the two. */
  static final class Length {
    @Option(
        names = "--seconds",
        paramLabel = "S",
        description = "Seconds to make, above 0 to 1800.")
    private Double seconds;

    @Option(
        names = "--like",
        paramLabel = "FILE",
        description = "Audio file that it is to be as long as.")
    private String like;
  }

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "Sound file to write, "
              + SoundFormat.ENDINGS
              + ", or latents (.npz) with their picture beside them.")
  private Path out;

  @Option(names = "--float", description = "32-bit floats instead of 16-bit integers, of .wav.")
  private boolean isFloat;

  @Mixin private ReplaceOption replace;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    OptionRange.require(
        length.seconds == null || (length.seconds > 0 && length.seconds <= LONGEST_S),
        "--seconds must be above 0 to 1800",
        length.seconds);
    LatentFiles.check(out, isFloat, KeptInputs.of(options.model, length.like), replace);
    if (length.like != null) {
      HostedFiles.require(length.like);
    }
    try (LatentRun model = LatentRun.open(options.model)) {
      LatentFiles.checkRate(out, model.shape().rateHz());
      Latents latents = model.random(samples(model.shape()), options.seed);
      if (LatentFiles.isLatents(out)) {
        LatentFiles.writeLatents(out, latents, written);
      } else {
        float[] samples = model.decode("the draw", latents, options.seed);
        LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written);
      }
    }
    written.end();
    return ExitCode.OK;
  }

  private int samples(LatentShape shape) throws IOException {
    int samples =
        length.like == null
            ? (int) Math.round(length.seconds * shape.rateHz())
            : Sound.read(length.like, shape.rateHz()).samples().length;
    if (samples < 1) {
      throw new UserException(
          Mistake.NO_DATA,
          length.like == null
              ? "--seconds " + length.seconds + " is less than a sample."
              : "--like " + length.like + " has no sample.");
    }
    return samples;
  }
}
