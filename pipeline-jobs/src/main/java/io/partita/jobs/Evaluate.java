package io.partita.jobs;

import io.partita.UserException;
import io.partita.model.MusicVae;
import io.partita.model.MusicVaeScore;
import io.partita.model.NoteLstm;
import io.partita.training.ModelFolder;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how well a model does on examples that it was not trained on. Input: a model and a lake;
 * output: figures beside those of simple guesses at the same examples.
 */
@Command(
    name = "evaluate",
    description = "Measure how well a model does on held-out examples.",
    footer = {
      "",
      "A note model's cross-entropy is in nats a note; perplexity is e to its power. Notes of a",
      "pitch that the training data lacks are one class, the unknown one; they count like the",
      "others. A MusicVAE's figures are of a slice; docs/models.md says what each of them is.",
      "Beside its accuracies stand those of simple guesses, counted on the split that it was",
      "trained on: always the most frequent step, the most frequent after the last 1 to 4 steps,",
      "and the step a bar earlier (of the steps from the second bar on).",
      "",
      "Examples:",
      "  partita evaluate --model models/bach --lake lake --split test",
      "  partita evaluate --model models/groove --lake lake --split validation --json"
    })
public final class Evaluate implements Callable<Integer> {
  private static final String Z = "--z";

  @Mixin private EvaluateOptions options;

  @Option(
      names = Z,
      paramLabel = "Z",
      description =
          "MusicVAE: drawn: each slice is decoded from a z drawn from its posterior by the slice"
              + " itself, as in training; mean: from the posterior's mean (default:"
              + " ${DEFAULT-VALUE}).")
  private MusicVaeScore.Z z = MusicVaeScore.Z.DRAWN;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    String kind = ModelFolder.at(options.model, conf).card().kind();
    switch (kind) {
      case NoteLstm.KIND -> {
        if (spec.commandLine().getParseResult().hasMatchedOption(Z)) {
          throw new UserException("A note model has no latent vector: leave out " + Z + ".");
        }
        EvaluateNotes.run(options, conf);
      }
      case MusicVae.KIND -> EvaluateDrums.run(options, z, conf);
      default ->
          throw new UserException(
              "Model "
                  + options.model
                  + " is of the kind "
                  + kind
                  + ", and this command knows "
                  + NoteLstm.KIND
                  + " and "
                  + MusicVae.KIND
                  + ".");
    }
    return ExitCode.OK;
  }
}
