package io.partita.models.hosted;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import io.partita.option.ReplaceOption;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sound to the latents of a model trained elsewhere. Input: an audio file, or the audio of a data
 * set; output: an npz with its picture, or the model's rows of the table model_latents.
 */
@Command(
    name = "model-encode",
    description = "Encode audio, a file or a data set, with a model trained elsewhere.",
    footer = {
      "",
      "The model's own code runs: docs/hosted-models.md says what one trusts then.",
      "",
      "Examples:",
      "  partita model-encode --model rave.ts clip.wav --out z.npz",
      "  partita model-encode --model rave.ts --lake lake --dataset fma_small --json"
    })
public final class ModelEncode implements Callable<Integer> {
  @Mixin private HostedModelOptions options;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Input input;

  /** One of the two. */
  static final class Input {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private OneFile file;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private OneDataset dataset;
  }

  /** A file. */
  static final class OneFile {
    @Parameters(paramLabel = "IN", description = "An audio file, local or hdfs:.")
    private String in;

    @Option(
        names = {"-o", "--out"},
        required = true,
        paramLabel = "OUT.npz",
        description = "Latents to write, with their picture beside them.")
    private Path out;
  }

  /** A data set. */
  static final class OneDataset {
    // A group of options takes no mixin.
    @Option(
        names = "--lake",
        required = true,
        paramLabel = "DIR",
        description = "Lake directory, local or hdfs:.")
    private String lake;

    @Option(
        names = "--dataset",
        required = true,
        paramLabel = "NAME",
        description = "Data set whose audio is encoded.")
    private String dataset;
  }

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private ReplaceOption replace;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    if (input.dataset != null) {
      Lake lake = Lake.existing(input.dataset.lake, Spark.hadoopConfiguration());
      EncodedTracks report =
          new LakeEncoding(options.model, options.seed)
              .run(lake, input.dataset.lake, input.dataset.dataset, waiting);
      return Answer.print(written.isJson(), report, EncodedTracks::text);
    }
    Path out = input.file.out;
    if (!LatentFiles.isLatents(out)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + ": give a name that ends in .npz.");
    }
    LatentFiles.check(out, false, KeptInputs.of(input.file.in, options.model), replace);
    HostedFiles.require(input.file.in);
    try (LatentRun model = LatentRun.open(options.model)) {
      LatentFiles.writeLatents(out, model.encode(input.file.in, options.seed), written);
    }
    written.end();
    return ExitCode.OK;
  }
}
