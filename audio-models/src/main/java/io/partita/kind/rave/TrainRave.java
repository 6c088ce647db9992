package io.partita.kind.rave;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.vae.AudioTraining;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.run.ValidationOptions;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.concurrent.Callable;
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

  /** Windows that are cropped and filtered; validation must have some, too, if it is asked for. */
  @Override
  public Examples<float[]> examples(Rave model, AudioExamples windows) {
    require(windows, TrainingRun.TRAIN);
    if (!options.validation.split.equals(ValidationOptions.NO_SPLIT)) {
      require(windows, options.validation.split);
    }
    return windows
        .of(TrainingRun.TRAIN)
        .augmented(
            new WindowDraw(model.input().length(), model.allPass(), model.input().sampleRateHz()));
  }

  private static void require(AudioExamples windows, String split) {
    Examples<float[]> found = windows.of(split);
    if (found.count() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s has no window; left out: %s. Windows by split: %s"
              .formatted(split, found.leftOut(), windows.countBySplit()));
    }
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
