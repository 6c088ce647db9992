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
import io.partita.model.run.TrainingRun;
import io.partita.model.run.ValidationOptions;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;

/** The audio of a data set to an autoencoder of a filter bank's bands. */
@Command(
    name = "train rave",
    description = "Train an autoencoder of bands, the first stage of RAVE, on audio.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainRave extends AudioTraining<Rave> {
  TrainRave() {
    super(RaveKind.KIND, LakeTable.AUDIO_TRACKS, Rave.KEPT, "rave-small");
  }

  /** Windows that are cropped and filtered; validation must have some, too, if it is asked for. */
  @Override
  protected Examples<float[]> examples(Rave model, AudioExamples windows, String validation) {
    for (String split : List.of(TrainingRun.TRAIN, validation)) {
      Examples<float[]> found = windows.of(split);
      if (found.count() == 0 && !split.equals(ValidationOptions.NO_SPLIT)) {
        throw new UserException(
            Mistake.NO_DATA,
            "Split %s has no window; left out: %s. Windows by split: %s"
                .formatted(split, found.leftOut(), windows.countBySplit()));
      }
    }
    return windows
        .of(TrainingRun.TRAIN)
        .augmented(
            new WindowDraw(model.input().length(), model.allPass(), model.input().sampleRateHz()));
  }

  /** Adds the principal components of z. */
  @Override
  protected void trained(ModelFolder folder, Examples<float[]> examples) throws IOException {
    TrainedModel<Rave> model =
        TrainedModel.read(RaveKind.KIND, folder.name(), Spark.hadoopConfiguration());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.byNumber().context());
    LatentFidelity.of(spark, model, examples.spread(model.model().settledOn())).addTo(model);
  }
}
