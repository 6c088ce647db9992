package io.partita.kind.groovae;

import io.partita.drum.DrumMap;
import io.partita.form.PlayedDrums;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceTraining;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The drum performances of a data set to a GrooVAE. Input: drum_performances and performance_files
 * of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train groovae",
    description = "Train a GrooVAE, which gives drums velocity and micro-timing.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainGrooVae
    implements Callable<Integer>, SliceTraining.Networks<PlayedDrums, GrooVae> {
  @Mixin private TrainOptions options;

  @Mixin
  private ConfigOptions<GrooVae> config =
      new ConfigOptions<>(GrooVae.KEPT, "groovae_2bar_humanize");

  @Mixin private SliceTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, this);
  }

  @Override
  public GrooVaeKind kind() {
    return GrooVaeKind.KIND;
  }

  @Override
  public GrooVae network(DrumMap map) {
    GrooVae asked = config.changed();
    return config.sets("drumMap") ? asked : asked.with(Map.of("drumMap", map.label()));
  }

  @Override
  public int batch(GrooVae network) {
    return network.batch();
  }

  @Override
  public int slicesOfFile(GrooVae network) {
    return network.slicesOfFile();
  }

  @Override
  public Map<String, Object> hyperParameters(GrooVae network) {
    return config.decisive(network);
  }
}
