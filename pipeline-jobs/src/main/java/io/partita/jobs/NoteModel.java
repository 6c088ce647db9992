package io.partita.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.model.NoteLstm;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A trained model of notes, as its archive describes it. */
public record NoteModel(
    ModelFolder folder, ModelCard card, NoteLstm network, PitchVocabulary vocabulary) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an archive's card.
   *
   * @throws UserException when there is no model, it is damaged, or it is of another kind
   */
  public static NoteModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    ModelCard card = folder.card();
    if (!card.kind().equals(NoteLstm.KIND)) {
      throw new UserException(
          "Model "
              + model
              + " is of the kind "
              + card.kind()
              + ", and this command knows "
              + NoteLstm.KIND
              + ": give a model of train-lstm.");
    }
    try {
      return new NoteModel(
          folder,
          card,
          JSON.treeToValue(card.config(), NoteLstm.class),
          new PitchVocabulary(card.vocabulary()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserException(
          "Model " + model + " is damaged: its config or vocabulary fits no note model.", e);
    }
  }

  /** The trained network, to score or to sample. */
  public ComputationGraph weights() throws IOException {
    return folder.network(card, false);
  }
}
