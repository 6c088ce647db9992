package io.partita.models.musicvae;

import io.partita.model.musicvae.MusicVae;
import io.partita.run.Spark;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which MusicVAE a command uses. */
final class DrumModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Model from train-musicvae.")
  String folder;

  /**
   * Reads its card.
   *
   * @throws io.partita.UserException where there is none, or a model of another kind
   */
  TrainedModel<MusicVae> read() throws IOException {
    return TrainedModel.read(ModelKinds.MUSICVAE, folder, Spark.hadoopConfiguration());
  }
}
