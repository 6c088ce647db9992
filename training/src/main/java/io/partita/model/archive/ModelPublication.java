package io.partita.model.archive;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A folder whose model is the published one, with the version before in its folder {@code previous}
 * and the best that was ever published in its folder {@code best}, where that is another one. Who
 * reads any of them finds a whole model at any moment, also when a publisher was killed; the next
 * one finishes or withdraws what that one began.
 *
 * <p>The live version is first copied to the folder {@code _before}. Then the new one takes its
 * place, the card last, and only then what is in {@code _before} becomes the previous version. So
 * whatever is found in {@code _before} is either the live version itself, and nothing has happened
 * yet, or the one before it. One publisher at a time.
 *
 * <p>The best one is copied to {@code best} before a new one that is no better takes its place.
 * Before a better one does, {@code best} is told which network surpasses it: from the moment when
 * that network is live, the live version is the best, and {@code best} may go. So the change of the
 * live card is the change of the best one, too.
 */
public final class ModelPublication {
  /** The folder of the version before, inside the published model's. */
  public static final String PREVIOUS = "previous";

  /** The folder of the best model ever published, likewise; missing where that is live. */
  public static final String BEST = "best";

  /** In {@link #BEST}: the hash of the network that is better. */
  private static final String SURPASSED_BY = "surpassed-by";

  private final ModelFolder live;
  private final ModelFolder previous;
  private final ModelFolder best;
  private final ModelFolder before;

  /**
   * @param folder of the published model, there or not
   */
  public ModelPublication(ModelFolder folder) {
    this.live = folder;
    this.previous = folder.below(PREVIOUS);
    this.best = folder.below(BEST);
    this.before = folder.below("_before");
  }

  /**
   * The archive of the best model that was ever published here.
   *
   * @return the folder itself where the live version is the best, or nothing else is known of; it
   *     has no model where none was published
   */
  public ModelFolder best() throws IOException {
    return isBestApart() ? best : live;
  }

  /** What is made of an archive. */
  public interface FolderReader<T> {
    T read(ModelFolder folder) throws IOException;
  }

  /**
   * Reads the archive of {@link #best()}; where a better model takes its place meanwhile, that of
   * the better one.
   *
   * @throws UserException when the reader does
   */
  public <T> T readBest(FolderReader<T> reader) throws IOException {
    ModelFolder found = best();
    while (true) {
      try {
        return reader.read(found);
      } catch (UserException e) {
        ModelFolder now = best();
        if (now == found) {
          throw e;
        }
        found = now;
      }
    }
  }

  private boolean isBestApart() throws IOException {
    if (!best.exists()) {
      return false;
    }
    if (!live.exists()) {
      return true;
    }
    String network = live.card().used().sha256();
    return !network.equals(best.card().used().sha256())
        && best.read(SURPASSED_BY)
            .filter(better -> network.equals(new String(better, StandardCharsets.UTF_8)))
            .isEmpty();
  }

  /**
   * Makes a copy of a model the published one.
   *
   * @param card of the model
   * @param beside files that are to lie beside the copy's card and network, by name
   * @param isBest whether it is as good as {@link #best()}; the first one is the best anyhow, and
   *     so is the best one when it is published again
   * @return false where this very model was published already: nothing is changed then, but that it
   *     may be the best from now on and has its evaluation on the test split, if it had none
   * @throws UserException when the model or the published one is damaged, or they are of two kinds
   */
  public boolean publish(
      ModelFolder model, ModelCard card, Map<String, byte[]> beside, boolean isBest)
      throws IOException {
    previous.requireNoLink();
    best.requireNoLink();
    before.requireNoLink();
    ModelCard replaced = liveCard();
    if (replaced != null && !replaced.kind().equals(card.kind())) {
      throw new UserException(
          Mistake.OCCUPIED,
          String.format(
              Locale.ROOT,
              "In %s a %s is published, and %s is a %s: publish it to another folder.",
              live.name(),
              replaced.kind(),
              model.name(),
              card.kind()));
    }
    finish();
    boolean isNew = replaced == null || !isSame(replaced, card);
    if (isNew && !isSame(model.card(), card)) {
      throw new UserException(
          Mistake.CHANGED,
          "The model in " + model.name() + " was changed just now: look at it and publish again.");
    }
    keepBest(replaced, card, isBest);
    if (isNew) {
      if (replaced != null) {
        before.install(live, replaced, new FilesBeside(live).read());
      }
      live.install(model, card, beside);
    } else if (beside.containsKey(ModelFolder.TEST) && live.read(ModelFolder.TEST).isEmpty()) {
      live.write(ModelFolder.TEST, beside.get(ModelFolder.TEST));
    }
    finish();
    return isNew;
  }

  /** Prepares for the best one what is to be true when the new card is live, and not before. */
  private void keepBest(ModelCard replaced, ModelCard card, boolean isBest) throws IOException {
    if (isBest && best.exists()) {
      best.write(SURPASSED_BY, card.used().sha256().getBytes(StandardCharsets.UTF_8));
    } else if (!isBest && !best.exists() && replaced != null && !isSame(replaced, card)) {
      best.install(live, replaced, new FilesBeside(live).read());
    }
  }

  /** Does what is left to do once the live version is copied, by this publisher or a killed one. */
  private void finish() throws IOException {
    if (before.exists()) {
      ModelCard old = before.card();
      ModelCard published = liveCard();
      if (published != null && isSame(published, old)) {
        new FilesBeside(live).install(new FilesBeside(before).read());
      } else {
        previous.install(before, old, new FilesBeside(before).read());
        previous.deleteNetworksBut(old);
        if (published != null) {
          // The old network stays until the next version: a reader may have its card and no more.
          live.deleteNetworksBut(published, old);
        }
      }
    }
    before.delete();
    if (!isBestApart()) {
      best.delete();
    }
  }

  private ModelCard liveCard() throws IOException {
    return live.exists() ? live.card() : null;
  }

  private static boolean isSame(ModelCard one, ModelCard other) {
    return Json.MAPPER.valueToTree(one).equals(Json.MAPPER.valueToTree(other));
  }
}
