package io.partita.kind.rave;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.RmsLevel;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.vae.AudioTraining;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
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
final class TrainRave implements Callable<Integer>, AudioTraining.Networks<Rave> {
  /** −60 dB of full scale: softer windows are not trained on. */
  private static final double SILENT_RMS = 1e-3;

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

  /** Without the windows that are silent. */
  @Override
  public Examples<float[]> examples(Rave model, AudioExamples windows) {
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
    return Examples.of(loud, count, leftOut)
        .augmented(new AllPass(model.allPass(), model.input().sampleRateHz()));
  }
}
