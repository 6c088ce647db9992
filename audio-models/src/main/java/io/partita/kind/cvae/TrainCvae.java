package io.partita.kind.cvae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.compare.BandMoments;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.vae.AudioTraining;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The audio of a data set to a convolutional VAE. Input: the tables audio_tracks and mel of a lake,
 * for waves also what they were ingested from; output: a model archive, and rows of the table
 * training_runs.
 */
@Command(
    name = "train cvae",
    description = "Train a convolutional VAE (variational autoencoder) on audio.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainCvae implements Callable<Integer>, AudioTraining.Networks<Cvae> {
  @Mixin private TrainOptions options;

  @Mixin private ConfigOptions<Cvae> config = new ConfigOptions<>(Cvae.KEPT, "mel-conv");

  @Option(
      names = "--fix-loss",
      description = "Give the loss of gtzan-resnet1d-seed a lower bound, as --set fixLoss=true.")
  private boolean fixLoss;

  @Mixin private AudioTraining training;

  @Override
  public Integer call() throws Exception {
    return training.train(options, config, this);
  }

  @Override
  public CvaeKind kind() {
    return CvaeKind.KIND;
  }

  @Override
  public LakeTable source() {
    return LakeTable.MEL;
  }

  @Override
  public Cvae network() {
    Cvae asked = config.changed();
    return fixLoss ? asked.with(Map.of("fixLoss", "true")) : asked;
  }

  @Override
  public Cvae fitted(Cvae model, AudioExamples windows) {
    if (model.input().source() != AudioInput.Source.MEL) {
      return model;
    }
    BandMoments moments = windows.moments(TrainingRun.TRAIN, model.input());
    if (moments.frames() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "The split train has no window; what there is by split: " + windows.countBySplit() + ".");
    }
    if (moments.deviation() == 0) {
      throw new UserException(
          Mistake.NO_DATA, "The mel of the split train is the same number throughout.");
    }
    return model.normalised(moments.mean(), moments.deviation());
  }
}
