package io.partita.kind.hosted.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.model.latent.AddedNoise;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.train.TrainedModel;
import io.partita.option.ReplaceOption;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code decode} does with a latent model: latents to sound as long as the recording that they
 * are of; with noise on them, to hear what they represent.
 */
public final class DecodeLatents implements LatentJob, Decodes {
  @Mixin private AddedNoise noise = new AddedNoise();

  @Option(
      names = "--float",
      description = "Codec, latent model: write 32-bit floats to .wav instead of 16-bit integers.")
  private boolean isFloat;

  @Mixin private ReplaceOption replace = new ReplaceOption();

  @Override
  public void check() {
    noise.check();
  }

  @Override
  public int decode(DecodeInput options, TrainedModel<?> none) throws Exception {
    if (options.stages != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "A latent model has no codebooks: leave out --stages.");
    }
    LatentTracks tracks = new LatentTracks(options);
    tracks.check();
    WrittenFiles written = WrittenFiles.of(options.json);
    if (tracks.areAll()) {
      long seed = options.seed;
      tracks.writeAll(latents -> noisy(latents, seed), replace, isFloat, written);
    } else {
      one(options, tracks, written);
    }
    written.end();
    return ExitCode.OK;
  }

  private void one(DecodeInput options, LatentTracks tracks, WrittenFiles written)
      throws Exception {
    Path out = options.out;
    boolean isPage = !noise.isNone() && PerturbPage.isOne(out);
    checkOut(out, isPage, tracks.inputs());
    tracks.require();
    HostedModel file = HostedFiles.model(options.model);
    RecordingLatents ofTrack = options.in == null ? tracks.one(file) : null;
    try (LatentRun model = LatentRun.open(file)) {
      LatentFiles.checkRate(out, model.shape().rateHz());
      RecordingLatents latents = options.in == null ? ofTrack : ofFile(options, model);
      RecordingLatents noisy = noisy(latents, options.seed);
      if (LatentFiles.isLatents(out)) {
        LatentFiles.writeLatents(out, noisy, written::add);
        return;
      }
      float[] samples = model.decode(options.source(), noisy, options.seed);
      if (isPage) {
        float[] before = model.decode(options.source(), latents, options.seed);
        new PerturbPage(out)
            .write(
                new PerturbPage.Side("before", latents, before),
                new PerturbPage.Side("after", noisy, samples),
                isFloat,
                written::add);
      } else {
        LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written::add);
      }
    }
  }

  private void checkOut(Path out, boolean isPage, InputGuard inputs) throws IOException {
    if (isPage) {
      new PerturbPage(out).check(inputs, replace);
    } else if (noise.isNone()) {
      LatentFiles.checkSound(out, isFloat, inputs);
    } else {
      LatentFiles.check(out, isFloat, inputs, replace);
    }
  }

  private RecordingLatents ofFile(DecodeInput options, LatentRun model) throws IOException {
    return noise.isNone() || HostedFiles.isZip(options.in)
        ? LatentFiles.read(options.in, model.file())
        : model.encode(options.in, options.seed);
  }

  private RecordingLatents noisy(RecordingLatents latents, long seed) {
    return noise.isNone() ? latents : latents.perturbed(noise, seed);
  }
}
