package io.partita.models.hosted;

import io.partita.audio.file.SoundFormat;
import io.partita.hosted.HostedModel;
import io.partita.hosted.latent.Latents;
import io.partita.lake.run.ExitCode;
import io.partita.option.ReplaceOption;
import io.partita.output.WrittenFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Latents back to sound, as long as the recording that they are of. Input: an npz file, or rows of
 * the table model_latents; output: a WAV file, or one for each track.
 */
@Command(
    name = "model-decode",
    description = "Decode latents to audio with a model trained elsewhere.",
    footer = {
      "",
      "Samples beyond full scale are clipped and counted, never made quieter; --float keeps them.",
      "",
      "Examples:",
      "  partita model-decode --model rave.ts z.npz --out again.wav",
      "  partita model-decode --model rave.ts --lake lake --dataset fma_small --track 2 -o 2.wav",
      "  partita model-decode --model rave.ts --lake lake --dataset fma_small --out decoded"
    })
public final class ModelDecode implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "Z.npz",
      description = "Latents that model-encode wrote.")
  private String in;

  @Mixin private LatentTracks tracks = new LatentTracks();

  @Mixin private HostedModelOptions options;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "Sound file to write, "
              + SoundFormat.ENDINGS
              + ", or the folder of a WAV file for each track.")
  private Path out;

  @Option(names = "--float", description = "32-bit floats instead of 16-bit integers, of .wav.")
  private boolean isFloat;

  @Mixin private ReplaceOption replace;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    tracks.check(in);
    if (tracks.areAll()) {
      tracks.writeAll(options, latents -> latents, out, replace, isFloat, written);
    } else {
      one();
    }
    written.end();
    return ExitCode.OK;
  }

  private void one() throws Exception {
    LatentFiles.checkSound(out, isFloat, tracks.inputs(in, options.model));
    tracks.require(in);
    HostedModel file = HostedFiles.model(options.model);
    Latents ofTrack = in == null ? tracks.one(file) : null;
    try (LatentRun model = LatentRun.open(file)) {
      LatentFiles.checkRate(out, model.shape().rateHz());
      Latents latents = in == null ? ofTrack : HostedFiles.latents(in, file);
      float[] samples = model.decode(tracks.name(in), latents, options.seed);
      LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written);
    }
  }
}
