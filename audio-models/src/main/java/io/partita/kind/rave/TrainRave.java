package io.partita.kind.rave;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.vae.AudioTraining;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.run.ValidationOptions;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
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
final class TrainRave implements Callable<Integer>, AudioTraining.Networks<Rave> {
  private static final String SILENT = "windows below -60 dB";

  @Mixin private TrainOptions options;

  @Mixin private ConfigOptions<Rave> config = new ConfigOptions<>(Rave.KEPT, "rave-small");

  @Mixin private AudioTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, config, this);
  }

  @Override
  public RaveKind kind() {
    return RaveKind.KIND;
  }

  @Override
  public LakeTable source() {
    return LakeTable.AUDIO_TRACKS;
  }

  @Override
  public Rave network() {
    return config.changed();
  }

  /** Those that are not silent. */
  @Override
  public Examples<float[]> examples(Rave model, AudioExamples windows) {
    WindowDraw draw =
        new WindowDraw(model.input().length(), model.allPass(), model.input().sampleRateHz());
    Examples<float[]> all = windows.of(TrainingRun.TRAIN);
    JavaRDD<float[]> loud = loud(draw, windows, TrainingRun.TRAIN);
    long count = require(loud.count(), TrainingRun.TRAIN, windows);
    String validation = options.validation.split;
    if (!validation.equals(ValidationOptions.NO_SPLIT)) {
      require(loud(draw, windows, validation).take(1).size(), validation, windows);
    }
    Map<String, Long> leftOut = new TreeMap<>(all.leftOut());
    if (count < all.count()) {
      leftOut.put(SILENT, all.count() - count);
    }
    return Examples.of(loud, count, leftOut).augmented(draw);
  }

  private static JavaRDD<float[]> loud(WindowDraw draw, AudioExamples windows, String split) {
    return windows.windows(split).map(AudioWindow::values).filter(draw::isLoud);
  }

  private static long require(long loud, String split, AudioExamples windows) {
    if (loud == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s has no window above -60 dB: %,d are silent. Windows by split: %s"
              .formatted(split, windows.of(split).count(), windows.countBySplit()));
    }
    return loud;
  }

  /** Adds the principal components of z. */
  @Override
  public void trained(ModelFolder folder, Examples<float[]> examples) throws IOException {
    TrainedModel<Rave> model =
        TrainedModel.read(RaveKind.KIND, folder.name(), Spark.hadoopConfiguration());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.byNumber().context());
    LatentFidelity.of(spark, model, examples.spread(model.model().settledOn())).addTo(model);
  }
}
