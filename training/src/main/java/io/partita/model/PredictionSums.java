package io.partita.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over scored predictions; sums of parts are added to the sum of the whole.
 *
 * @param count number of predictions that were scored: notes for a language model, sequences for an
 *     autoencoder, mel bins or samples for one of audio
 * @param sums by name, {@link #LOSS_NATS} among them; iterated by name, so that printed figures
 *     have an order
 */
public record PredictionSums(long count, Map<String, Double> sums) implements Serializable {
  /** The sum of the losses, nats. */
  public static final String LOSS_NATS = "loss_nats";

  public static final PredictionSums NONE = new PredictionSums(0, Map.of());

  public PredictionSums {
    sums = new TreeMap<>(sums);
  }

  public PredictionSums plus(PredictionSums other) {
    Map<String, Double> added = new TreeMap<>(sums);
    other.sums.forEach((name, sum) -> added.merge(name, sum, Double::sum));
    return new PredictionSums(count + other.count, added);
  }

  /** The sum divided by the count; NaN where nothing was scored. */
  public double mean(String name) {
    return count == 0 ? Double.NaN : sums.get(name) / count;
  }
}
