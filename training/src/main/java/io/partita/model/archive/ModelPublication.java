package io.partita.model.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * A folder whose model is the published one, with the version before in its folder {@code
 * previous}. Who reads either of them finds a whole model at any moment, also when a publisher was
 * killed; the next one finishes or withdraws what that one began.
 *
 * <p>The live version is first copied to the folder {@code _before}. Then the new one takes its
 * place, the card last, and only then what lies in {@code _before} becomes the previous version. So
 * whatever is found in {@code _before} is either the live version itself, and nothing has happened
 * yet, or the one before it. One publisher at a time.
 */
public final class ModelPublication {
  /** The folder of the version before, inside the published model's. */
  public static final String PREVIOUS = "previous";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelFolder live;
  private final ModelFolder previous;
  private final ModelFolder before;

  /**
   * @param folder of the published model, there or not
   */
  public ModelPublication(ModelFolder folder) {
    this.live = folder;
    this.previous = folder.below(PREVIOUS);
    this.before = folder.below("_before");
  }

  /**
   * Makes a copy of a model the published one.
   *
   * @param card of the model
   * @param beside files that are to lie beside the copy's card and network, by name
   * @return false where this very model was published already: nothing is changed then
   * @throws UserException when the model or the published one is damaged, or they are of two kinds
   */
  public boolean publish(ModelFolder model, ModelCard card, Map<String, byte[]> beside)
      throws IOException {
    previous.requireNoLink();
    before.requireNoLink();
    ModelCard replaced = liveCard();
    if (replaced != null && !replaced.kind().equals(card.kind())) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "In %s a %s is published, and %s is a %s: publish it to another folder.",
              live.name(),
              replaced.kind(),
              model.name(),
              card.kind()));
    }
    finish();
    if (replaced != null && isSame(replaced, card)) {
      return false;
    }
    if (!isSame(model.card(), card)) {
      throw new UserException(
          "The model in " + model.name() + " was changed just now: look at it and publish again.");
    }
    if (replaced != null) {
      before.install(live, replaced, live.beside());
    }
    live.install(model, card, beside);
    finish();
    return true;
  }

  /** Does what is left to do once the live version is copied, by this publisher or a killed one. */
  private void finish() throws IOException {
    if (before.exists()) {
      ModelCard old = before.card();
      ModelCard published = liveCard();
      if (published != null && isSame(published, old)) {
        live.installBeside(before.beside());
      } else {
        previous.install(before, old, before.beside());
        previous.deleteNetworksBut(old);
        if (published != null) {
          // The old network stays until the next version: a reader may have its card and no more.
          live.deleteNetworksBut(published, old);
        }
      }
    }
    before.delete();
  }

  private ModelCard liveCard() throws IOException {
    return live.exists() ? live.card() : null;
  }

  private static boolean isSame(ModelCard one, ModelCard other) {
    return JSON.valueToTree(one).equals(JSON.valueToTree(other));
  }
}
