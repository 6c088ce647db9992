package io.partita.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over scored predictions; sums of parts are added to the sum of the whole.
 *
 * @param count how many predictions were scored: notes for a language model, sequences for an
 *     autoencoder
 * @param sums by name, {@link #LOSS_NATS} among them; iterated by name, so that printed figures
 *     have an order
 */
public record Score(long count, Map<String, Double> sums) implements Serializable {
  /** The sum of the losses, nats. */
  public static final String LOSS_NATS = "loss_nats";

  public static final Score NONE = new Score(0, Map.of());

  public Score {
    sums = new TreeMap<>(sums);
  }

  public Score plus(Score other) {
    Map<String, Double> added = new TreeMap<>(sums);
    other.sums.forEach((name, sum) -> added.merge(name, sum, Double::sum));
    return new Score(count + other.count, added);
  }

  /** The sum divided by the count; NaN where nothing was scored. */
  public double mean(String name) {
    return count == 0 ? Double.NaN : sums.get(name) / count;
  }
}
