package io.partita.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.model.MusicVae;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** A trained model of drum slices, as its archive describes it. */
public record DrumModel(ModelFolder folder, ModelCard card, MusicVae network)
    implements TrainedModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an archive's card.
   *
   * @throws UserException when there is no model, it is damaged, or it is of another kind
   */
  public static DrumModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    return of(folder, folder.card());
  }

  /**
   * The model of a card.
   *
   * @throws UserException when it is of another kind, or its config makes no sense
   */
  static DrumModel of(ModelFolder folder, ModelCard card) {
    if (!card.kind().equals(MusicVae.KIND)) {
      throw new UserException(
          "Model "
              + folder.name()
              + " is of the kind "
              + card.kind()
              + ", and this command knows "
              + MusicVae.KIND
              + ": give a model of train-musicvae.");
    }
    try {
      return new DrumModel(folder, card, JSON.treeToValue(card.config(), MusicVae.class));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserException(
          "Model " + folder.name() + " is damaged: its config fits no MusicVAE.", e);
    }
  }
}
