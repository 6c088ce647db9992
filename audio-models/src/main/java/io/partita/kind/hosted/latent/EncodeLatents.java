package io.partita.kind.hosted.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.EncodedTracks;
import io.partita.kind.hosted.track.LakeEncoding;
import io.partita.lake.Lake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.Encodes;
import io.partita.model.train.TrainedModel;
import io.partita.option.ReplaceOption;
import io.partita.output.Answer;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * What {@code encode} does with a latent model: an audio file to an npz with its picture, or the
 * audio of a data set to rows of the table model_latents.
 */
public final class EncodeLatents implements LatentJob, Encodes {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Latent model: seed of its own noise (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public int encode(EncodeOptions options, TrainedModel<?> none) throws IOException {
    return options.isFile() ? encodeFile(options) : encodeDataset(options);
  }

  private int encodeDataset(EncodeOptions options) throws IOException {
    Lake lake = options.open();
    HostedModel file = HostedFiles.model(options.model);
    LatentShape shape = LatentShape.of(file.name(), file.description());
    EncodedTracks report =
        new LakeEncoding(
                options.model,
                file,
                shape.rateHz(),
                LakeTable.MODEL_LATENTS,
                new LatentTrackModel(SentModel.of(file), seed))
            .run(
                new RunOptions("model-encode")
                    .decisive("model_sha256", file.sha256())
                    .decisive("--seed", seed),
                lake,
                options);
    return Answer.print(options.json, report, EncodedTracks::text);
  }

  private int encodeFile(EncodeOptions options) throws IOException {
    Path out = options.out;
    if (!LatentFiles.isLatents(out)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + ": give a name that ends in .npz.");
    }
    LatentFiles.check(
        out, false, InputGuard.of(options.in, options.model), ReplaceOption.of(options.replace));
    HostedFiles.require(options.in);
    WrittenFiles written = WrittenFiles.of(options.json);
    try (LatentRun model = LatentRun.open(options.model)) {
      LatentFiles.writeLatents(out, model.encode(options.in, seed), written::add);
    }
    written.end();
    return ExitCode.OK;
  }
}
