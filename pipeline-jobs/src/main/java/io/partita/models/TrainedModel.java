package io.partita.models;

import io.partita.UserException;
import io.partita.model.TrainableModel;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.note.NoteLstm;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import io.partita.training.NetworkWeights;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A model of any kind, as its archive describes it. */
public sealed interface TrainedModel permits NoteModel, DrumModel {
  ModelFolder folder();

  ModelCard card();

  /** As the card's config makes it. */
  TrainableModel network();

  /** What its network holds, read together with the card. */
  NetworkWeights numbers();

  /**
   * Reads an archive, all of one version whoever publishes another meanwhile.
   *
   * @throws UserException when there is no model, it is damaged, or of a kind that nothing knows
   */
  static TrainedModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    return folder.read(card -> of(folder, card));
  }

  private static TrainedModel of(ModelFolder folder, ModelCard card) throws IOException {
    return switch (card.kind()) {
      case NoteLstm.KIND -> NoteModel.of(folder, card);
      case MusicVae.KIND -> DrumModel.of(folder, card);
      default ->
          throw new UserException(
              "Model "
                  + folder.name()
                  + " is of the kind "
                  + card.kind()
                  + ", and this command knows "
                  + NoteLstm.KIND
                  + " and "
                  + MusicVae.KIND
                  + ".");
    };
  }

  /** The trained network, to score, to sample, to encode or to decode. */
  default ComputationGraph weights() {
    return numbers().network(network());
  }
}
