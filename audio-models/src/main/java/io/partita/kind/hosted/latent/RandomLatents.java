package io.partita.kind.hosted.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.lake.run.InputGuard;
import io.partita.model.audio.MonoSound;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generates;
import io.partita.model.train.TrainedModel;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What {@code generate} does with a latent model: sound or latents drawn from N(0, I). */
public final class RandomLatents implements LatentJob, Generates {
  private static final double LONGEST_S = 1800;

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description = "Latent model: audio file whose length to match, instead of --seconds.")
  private String like;

  @Option(
      names = "--float",
      description = "Latent model: write 32-bit floats to .wav instead of 16-bit integers.")
  private boolean isFloat;

  @Override
  public void generate(GenerateOptions options, TrainedModel<?> none, Consumer<Path> written)
      throws IOException {
    options.requireOneSound(title());
    if ((options.seconds == null) == (like == null)) {
      throw new UserException(
          like == null ? Mistake.MISSING_OPTION : Mistake.OPTIONS_EXCLUDE,
          "A latent model makes as much as is asked for: give --seconds or --like, one of the"
              + " two.");
    }
    OptionRange.require(
        options.seconds == null || (options.seconds > 0 && options.seconds <= LONGEST_S),
        "--seconds must be above 0 to 1800",
        options.seconds);
    Path out = options.out;
    LatentFiles.check(out, isFloat, InputGuard.of(options.model, like), options.replace);
    if (like != null) {
      HostedFiles.require(like);
    }
    try (LatentRun model = LatentRun.open(options.model)) {
      LatentFiles.checkRate(out, model.shape().rateHz());
      RecordingLatents latents =
          model.random(samples(options.seconds, model.shape()), options.seed);
      if (LatentFiles.isLatents(out)) {
        LatentFiles.writeLatents(out, latents, written);
      } else {
        float[] samples = model.decode("the draw", latents, options.seed);
        LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written);
      }
    }
  }

  private int samples(Double seconds, LatentShape shape) throws IOException {
    int samples =
        like == null
            ? (int) Math.round(seconds * shape.rateHz())
            : MonoSound.heard(like, shape.rateHz()).samples().length;
    if (samples < 1) {
      throw new UserException(
          Mistake.NO_DATA,
          like == null
              ? "--seconds " + seconds + " is less than a sample."
              : "--like " + like + " has no sample.");
    }
    return samples;
  }
}
