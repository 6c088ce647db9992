package io.partita.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.model.musicvae.MusicVae;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import io.partita.training.NetworkWeights;
import io.partita.training.StrictJson;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** A trained model of drum slices, as its archive describes it. */
public record DrumModel(
    ModelFolder folder, ModelCard card, MusicVae network, NetworkWeights numbers)
    implements TrainedModel {
  /**
   * Reads an archive, all of one version whoever publishes another meanwhile.
   *
   * @throws UserException when there is no model, it is damaged, or it is of another kind
   */
  public static DrumModel read(String model, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(model, conf);
    return folder.read(card -> of(folder, card));
  }

  /**
   * The model of a card.
   *
   * @throws UserException when it is of another kind, its config makes no sense, or its network is
   *     damaged
   */
  static DrumModel of(ModelFolder folder, ModelCard card) throws IOException {
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
    MusicVae network;
    try {
      network = StrictJson.value(card.config(), MusicVae.class);
    } catch (JsonProcessingException e) {
      throw folder.damaged("its config fits no MusicVAE", e);
    }
    if (network.steps() != 2 * DrumGrid.STEPS_PER_BAR
        && network.steps() != 4 * DrumGrid.STEPS_PER_BAR) {
      throw folder.damaged("its config is not of slices of 2 or 4 bars", null);
    }
    return new DrumModel(folder, card, network, folder.weights(card, network, false));
  }
}
