package io.partita.kind.slicegpt;

import io.partita.model.HyperParameters;
import io.partita.model.run.ConfigOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The melody slices of a data set to a language model of melodies. Input: melody_slices and
 * melody_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train melody-gpt",
    description = "Train a Transformer language model of melodies.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainMelodyGpt implements Callable<Integer> {
  static final HyperParameters<SliceGptShape> KEPT = SliceGptShape.kept("melody-gpt.json");

  @Mixin private ConfigOptions<SliceGptShape> config = new ConfigOptions<>(KEPT, "melody-gpt_2bar");

  @Mixin private SliceGptTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(config, MelodyGptVaeKind.KIND);
  }
}
