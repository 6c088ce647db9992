package io.partita.models.hosted;

import io.partita.hosted.latent.Latents;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.NewFile;
import io.partita.run.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Latents back to sound, as long as the recording that they are of. */
@Command(
    name = "model-decode",
    description = "Decode latents with a model trained elsewhere, to sound.",
    footer = {
      "",
      "Samples beyond full scale are clipped and counted, never made quieter; --float keeps them.",
      "",
      "Example:",
      "  partita model-decode --model rave.ts z.npz --out again.wav"
    })
public final class ModelDecode implements Callable<Integer> {
  @Parameters(paramLabel = "Z.npz", description = "Latents that model-encode wrote.")
  private String in;

  @Mixin private HostedModelOptions options;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.wav",
      description = "WAV file to write.")
  private Path out;

  @Option(names = "--float", description = "32-bit floats instead of 16-bit integers.")
  private boolean isFloat;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    KeptInputs.of(in, options.model).keepFrom(out);
    NewFile.require(out);
    HostedFiles.require(in);
    try (LatentRun model = LatentRun.open(options.model)) {
      Latents latents = HostedFiles.latents(in, model.file());
      float[] samples = model.decode(in, latents, options.seed);
      LatentFiles.writeSound(out, samples, model.shape().rateHz(), isFloat, written);
    }
    written.end();
    return ExitCode.OK;
  }
}
