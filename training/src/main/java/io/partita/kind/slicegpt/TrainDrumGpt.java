package io.partita.kind.slicegpt;

import io.partita.model.HyperParameters;
import io.partita.model.run.SetOption;
import io.partita.model.run.TrainOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drum slices of a data set to a language model of drum loops. Input: drum_slices and
 * drum_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(name = "train drum-gpt", description = "Train a Transformer language model of drum loops.")
final class TrainDrumGpt implements Callable<Integer> {
  static final HyperParameters<SliceGptShape> KEPT = SliceGptShape.kept("drum-gpt.json");

  @Mixin private TrainOptions options;

  @Option(
      names = SetOption.CONFIG_NAME,
      paramLabel = SetOption.CONFIG_LABEL,
      completionCandidates = ConfigNames.class,
      description = SetOption.CONFIG)
  private String config = "drum-gpt_2bar";

  /** Its names. */
  static final class ConfigNames extends SetOption.ConfigNames {
    ConfigNames() {
      super(KEPT);
    }
  }

  @Mixin private SliceGptTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, config, DrumGptVaeKind.KIND);
  }
}
