package io.partita.kind.musicvae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.form.SliceForm;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceTraining;
import io.partita.model.train.TrainingSettings;
import io.partita.progress.JobLog;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The slices of a data set to a MusicVAE. Input: drum_slices and drum_files, melody_slices and
 * melody_files, or trio_slices and trio_files of a lake, as the config has it; output: a model
 * archive, and rows of the table training_runs.
 */
@Command(
    name = "train musicvae",
    description = "Train a MusicVAE (variational autoencoder) on drums, melodies or trios.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainMusicVae implements Callable<Integer>, SliceTraining.Networks<int[], MusicVae> {
  /** Iterations in an epoch below which a smaller batch is worth a word. */
  private static final long FEW_ITERATIONS = 100;

  @Mixin private TrainOptions options;

  @Mixin
  private ConfigOptions<MusicVae> config =
      new ConfigOptions<>(MusicVae.KEPT, "cat-drums_2bar_small");

  @Mixin private SliceTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, this);
  }

  @Override
  public MusicVaeKind kind() {
    return MusicVaeKind.KIND;
  }

  @Override
  public MusicVae network(DrumMap map) {
    MusicVae asked = config.changed();
    if (!asked.hasLengthOfSlices()) {
      SliceForm form = asked.form();
      throw new UserException(
          Mistake.BAD_OPTION,
          String.format(
              Locale.ROOT,
              "Slices have %s steps (%s), not %d.",
              form.bars().stream()
                  .map(bars -> String.valueOf(bars * DrumGrid.STEPS_PER_BAR))
                  .collect(Collectors.joining(" or ")),
              form.length(),
              asked.steps()));
    }
    return config.sets("drumMap") ? asked : asked.withMap(map);
  }

  @Override
  public int batch(MusicVae network) {
    return network.batch();
  }

  @Override
  public Map<String, Object> hyperParameters(MusicVae network) {
    return config.decisive(network);
  }

  @Override
  public void advise(long slices, TrainingSettings settings) {
    long iterations = slices / settings.leastExamples();
    if (iterations > 0 && iterations < FEW_ITERATIONS) {
      JobLog.say(
          String.format(
              Locale.ROOT,
              "An epoch of %,d slices is only %,d iterations of batch %d: a smaller --batch learns"
                  + " sooner.",
              slices,
              iterations,
              settings.batch()));
    }
  }
}
