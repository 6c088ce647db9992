package io.partita.model.archive;

import io.partita.UserException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An archive whose weights are float16: to use and not to train on.
 *
 * @param folder of the archive
 */
public record HalfCopy(ModelFolder folder) {

  /**
   * Makes a copy of a model the folder's live version, and all that it has. The card names the new
   * file wherever it named the network that is used, and no other; metrics and curves stay behind,
   * and so do the folders above the lake.
   *
   * @param from the model's folder
   * @param card of the model
   * @param prior of the model, or nothing
   * @param weights of its network that is {@link ModelCard#used}
   * @return the card as it was written
   * @throws UserException when a weight is beyond float16
   */
  public ModelCard of(ModelFolder from, ModelCard card, Optional<PriorFile> prior, float[] weights)
      throws IOException {
    ModelCard.LearntFiles learnt = card.provenance().learnt();
    if (learnt != null) {
      folder.write(learnt.name(), from.bytes(learnt));
    }
    ModelCard copy = card.packed(new NewNetworkFile(folder, card.usedIteration()).half(weights));
    Map<String, byte[]> beside = new TreeMap<>();
    if (prior.isPresent()) {
      beside.put(PriorFile.NAME, prior.get().ofCopy(copy).bytes());
    }
    new FilesBeside(folder).install(beside);
    folder.publish(copy);
    return copy;
  }
}
