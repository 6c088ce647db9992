package io.partita.jobs;

import io.partita.UserException;
import io.partita.model.MusicVae;
import io.partita.model.NoteLstm;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A model of any kind, as its archive describes it. */
public sealed interface TrainedModel permits NoteModel, DrumModel {
  ModelFolder folder();

  ModelCard card();

  /**
   * Reads an archive's card.
   *
   * @throws UserException when there is no model, it is damaged, or of a kind that nothing knows
   */
  static TrainedModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    ModelCard card = folder.card();
    return switch (card.kind()) {
      case NoteLstm.KIND -> NoteModel.of(folder, card);
      case MusicVae.KIND -> DrumModel.of(folder, card);
      default ->
          throw new UserException(
              "Model "
                  + model
                  + " is of the kind "
                  + card.kind()
                  + ", and this command knows "
                  + NoteLstm.KIND
                  + " and "
                  + MusicVae.KIND
                  + ".");
    };
  }

  /**
   * The trained network, to score, to sample, to encode or to decode.
   *
   * @throws UserException when its file is missing or damaged
   */
  default ComputationGraph weights() throws IOException {
    return folder().network(card(), false);
  }
}
