package io.partita.kind.slicegpt;

import io.partita.model.HyperParameters;
import io.partita.model.run.ConfigOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The drum slices of a data set to a language model of drum loops. Input: drum_slices and
 * drum_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train drum-gpt",
    description = "Train a Transformer language model of drum loops.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainDrumGpt implements Callable<Integer> {
  static final HyperParameters<SliceGptShape> KEPT = SliceGptShape.kept("drum-gpt.json");

  @Mixin private ConfigOptions<SliceGptShape> config = new ConfigOptions<>(KEPT, "drum-gpt_2bar");

  @Mixin private SliceGptTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(config, DrumGptVaeKind.KIND);
  }
}
