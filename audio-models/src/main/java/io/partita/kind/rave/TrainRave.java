package io.partita.kind.rave;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.RmsLevel;
import io.partita.kind.cvae.EpochReconstructions;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.train.TrainingSettings;
import io.partita.split.PublishedSplits;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The audio of a data set to an autoencoder of a filter bank's bands. Input: the table audio_tracks
 * of a lake and what it was ingested from; output: a model archive, and rows of the table
 * training_runs.
 */
@Command(
    name = "train rave",
    description = "Train an autoencoder of bands, the first stage of RAVE, on audio.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainRave implements Callable<Integer> {
  /** −60 dB of full scale: softer windows are not trained on. */
  private static final double SILENT_RMS = 1e-3;

  private static final String SILENT = "windows below -60 dB";

  @Mixin private TrainOptions options;

  @Mixin private ConfigOptions<Rave> config = new ConfigOptions<>(Rave.KEPT, "rave-small");

  @Mixin private SplitFileOption splitFile = new SplitFileOption();

  @Override
  public Integer call() throws Exception {
    Rave model = config.changed();
    options.usually(model.epochs());
    try (TrainingRun run = new TrainingRun(RaveKind.KIND, options)) {
      options.optimizer.check(model);
      PublishedSplits published = splitFile.read();
      run.prepare();
      Lake lake = run.open(LakeTable.AUDIO_TRACKS);
      AudioExamples.Origin origin =
          AudioExamples.Origin.of(lake, options.dataset, model.input()).every(model.hop());
      run.start();
      AudioExamples windows =
          run.read(
              "audio",
              tables ->
                  AudioExamples.of(
                      options.where.of(options.dataset).on(tables, options.dataset),
                      origin,
                      published,
                      options.fold.fold()));
      Examples<float[]> examples = loud(windows);
      return run.eachSeed(seed -> train(run, model, windows, examples));
    }
  }

  /** The windows to train on, without those that are silent. */
  private static Examples<float[]> loud(AudioExamples windows) {
    Examples<float[]> all = windows.of(TrainingRun.TRAIN);
    JavaRDD<float[]> loud =
        windows
            .windows(TrainingRun.TRAIN)
            .map(AudioWindow::values)
            .filter(window -> RmsLevel.of(window) >= SILENT_RMS);
    long count = loud.count();
    long silent = all.count() - count;
    if (count == 0 && silent > 0) {
      throw new UserException(
          Mistake.NO_DATA, "The split train has only silent windows, " + silent + " of them.");
    }
    Map<String, Long> leftOut = new TreeMap<>(all.leftOut());
    if (silent > 0) {
      leftOut.put(SILENT, silent);
    }
    return Examples.of(loud, count, leftOut);
  }

  private int train(TrainingRun run, Rave model, AudioExamples windows, Examples<float[]> examples)
      throws IOException {
    TrainingSettings settings =
        run.settings(model.batch(), model, examples.count(), windows.countBySplit());
    Examples<float[]> validation = windows.of(options.validation.split);
    run.learnsFrom(ModelCard.LearntFiles.SHA256, windows.contents(TrainingRun.TRAIN));
    Map<String, Object> hyperParameters = config.decisive(model);
    splitFile.addTo(hyperParameters);
    return run.train(
        new ModelDraft<>(model, hyperParameters),
        settings,
        examples.augmented(new AllPass(model.allPass(), model.input().sampleRateHz())),
        validation,
        new EpochReconstructions(model, validation.count() > 0 ? validation : examples));
  }
}
