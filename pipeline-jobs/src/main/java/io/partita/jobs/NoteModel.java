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

/** A trained model of notes, as its archive describes it. */
public record NoteModel(
    ModelFolder folder, ModelCard card, NoteLstm network, PitchVocabulary vocabulary)
    implements TrainedModel {
  /** What its evaluations call the cross-entropy of a note. */
  static final String NATS = "cross_entropy_nats";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an archive's card.
   *
   * @throws UserException when there is no model, it is damaged, or it is of another kind
   */
  public static NoteModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    return of(folder, folder.card());
  }

  /**
   * The model of a card.
   *
   * @throws UserException when it is of another kind, or its config makes no sense
   */
  static NoteModel of(ModelFolder folder, ModelCard card) {
    if (!card.kind().equals(NoteLstm.KIND)) {
      throw new UserException(
          "Model "
              + folder.name()
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
          "Model " + folder.name() + " is damaged: its config or vocabulary fits no note model.",
          e);
    }
  }
}
