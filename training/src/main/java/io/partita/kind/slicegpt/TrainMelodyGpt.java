package io.partita.kind.slicegpt;

import io.partita.model.HyperParameters;
import io.partita.model.run.SetOption;
import io.partita.model.run.TrainOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The melody slices of a data set to a language model of melodies. Input: melody_slices and
 * melody_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(name = "train melody-gpt", description = "Train a Transformer language model of melodies.")
final class TrainMelodyGpt implements Callable<Integer> {
  static final HyperParameters<SliceGptShape> KEPT = SliceGptShape.kept("melody-gpt.json");

  @Mixin private TrainOptions options;

  @Option(
      names = SetOption.CONFIG_NAME,
      paramLabel = SetOption.CONFIG_LABEL,
      completionCandidates = ConfigNames.class,
      description = SetOption.CONFIG)
  private String config = "melody-gpt_2bar";

  /** Its names. */
  static final class ConfigNames extends SetOption.ConfigNames {
    ConfigNames() {
      super(KEPT);
    }
  }

  @Mixin private SliceGptTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, config, MelodyGptVaeKind.KIND);
  }
}
