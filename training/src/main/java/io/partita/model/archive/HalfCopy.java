package io.partita.model.archive;

import io.partita.UserException;
import java.io.IOException;
import java.util.Map;

/**
 * An archive whose weights are float16: to use and not to train on.
 *
 * @param folder of the archive
 */
public record HalfCopy(ModelFolder folder) {

  /**
   * Makes a copy of a model the folder's live version, and all that it has. The card names the new
   * file wherever it named the network that is used, and no other; metrics and curves stay behind.
   *
   * @param card of the model
   * @param weights of its network that is {@link ModelCard#used}
   * @return the card as it was written
   * @throws UserException when a weight is beyond float16
   */
  public ModelCard of(ModelCard card, float[] weights) throws IOException {
    ModelCard copy = card.with(new NewNetworkFile(folder, card.usedIteration()).half(weights));
    new FilesBeside(folder).install(Map.of());
    folder.publish(copy);
    return copy;
  }
}
