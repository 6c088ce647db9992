package io.partita.models.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.SoundFormat;
import io.partita.hosted.HostedModel;
import io.partita.hosted.latent.Latents;
import io.partita.lake.run.ExitCode;
import io.partita.option.OptionRange;
import io.partita.option.ReplaceOption;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Noise on latents, to hear what they represent. */
@Command(
    name = "perturb",
    description = "Add noise to latents of a model trained elsewhere.",
    footer = {
      "",
      "The noise is a function of seed, dimension and frame alone: the same with any engine.",
      "",
      "Examples:",
      "  partita perturb --model rave.ts clip.wav --noise 0.5 --out noisy.wav",
      "  partita perturb --model rave.ts z.npz --noise 2 --dims 0,1 --seed 3 --out noisy.npz",
      "  partita perturb --model rave.ts clip.wav --noise 1 --dims 0 --out noisy.html",
      "  partita perturb --model rave.ts --lake lake --dataset fma_small --noise 1 --out noisy"
    })
public final class Perturb implements Callable<Integer> {
  private static final double MOST_NOISE = 1e6;

  @Parameters(
      arity = "0..1",
      paramLabel = "IN",
      description = "Latents that model-encode wrote, or an audio file.")
  private String in;

  @Mixin private LatentTracks tracks = new LatentTracks();

  @Mixin private HostedModelOptions options;

  @Option(
      names = "--noise",
      required = true,
      paramLabel = "X",
      description = "Standard deviation of the noise, 0 or more.")
  private double noise;

  @Option(
      names = "--dims",
      split = ",",
      paramLabel = "I,J",
      description = "Dimensions that get noise, from 0 (default: all).")
  private List<Integer> dims;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "Sound file to write, "
              + SoundFormat.ENDINGS
              + "; latents (.npz) with their picture beside them; or a page (.html) with"
              + " sound and latents before and after, which are files beside it. Of all tracks, the"
              + " folder of their WAV files.")
  private Path out;

  @Option(names = "--float", description = "32-bit floats instead of 16-bit integers, of .wav.")
  private boolean isFloat;

  @Mixin private ReplaceOption replace;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    OptionRange.require(noise >= 0 && noise <= MOST_NOISE, "--noise must be 0 to 1000000", noise);
    if (dims != null && dims.stream().distinct().count() < dims.size()) {
      throw new UserException(Mistake.BAD_OPTION, "--dims names a dimension twice: " + dims + ".");
    }
    tracks.check(in);
    if (tracks.areAll()) {
      tracks.writeAll(options, this::noisy, out, replace, isFloat, written);
    } else {
      one();
    }
    written.end();
    return ExitCode.OK;
  }

  private void one() throws Exception {
    if (PerturbPage.isOne(out)) {
      new PerturbPage(out).check(tracks.inputs(in, options.model), replace);
    } else {
      LatentFiles.check(out, isFloat, tracks.inputs(in, options.model), replace);
    }
    tracks.require(in);
    HostedModel file = HostedFiles.model(options.model);
    Latents ofTrack = in == null ? tracks.one(file) : null;
    try (LatentRun model = LatentRun.open(file)) {
      LatentFiles.checkRate(out, model.shape().rateHz());
      Latents latents = in == null ? ofTrack : ofFile(model);
      Latents noisy = noisy(latents);
      if (PerturbPage.isOne(out)) {
        new PerturbPage(out)
            .write(side("before", latents, model), side("after", noisy, model), isFloat, written);
      } else if (LatentFiles.isLatents(out)) {
        LatentFiles.writeLatents(out, noisy, written);
      } else {
        float[] samples = model.decode(tracks.name(in), noisy, options.seed);
        LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written);
      }
    }
  }

  private Latents ofFile(LatentRun model) throws IOException {
    return HostedFiles.isZip(in)
        ? HostedFiles.latents(in, model.file())
        : model.encode(in, options.seed);
  }

  private Latents noisy(Latents latents) {
    return latents.perturbed(noise, chosen(), options.seed);
  }

  private PerturbPage.Side side(String name, Latents latents, LatentRun model) {
    return new PerturbPage.Side(
        name, latents, model.decode(tracks.name(in), latents, options.seed));
  }

  private int[] chosen() {
    return dims == null ? null : dims.stream().mapToInt(Integer::intValue).toArray();
  }
}
