package io.partita.kind.cvae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.compare.BandMoments;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.vae.AudioTraining;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainingRun;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The audio of a data set to a convolutional VAE. */
@Command(
    name = "train cvae",
    description = "Train a convolutional VAE (variational autoencoder) on audio.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainCvae extends AudioTraining<Cvae> {
  @Option(
      names = "--fix-loss",
      description = "Give the loss of gtzan-resnet1d-seed a lower bound, as --set fixLoss=true.")
  private boolean fixLoss;

  TrainCvae() {
    super(CvaeKind.KIND, LakeTable.MEL, Cvae.KEPT, "mel-conv");
  }

  @Override
  protected Cvae asked(Cvae network) {
    return fixLoss ? network.with(Map.of("fixLoss", "true")) : network;
  }

  @Override
  protected Cvae fitted(Cvae model, AudioExamples windows) {
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
