package io.partita.model.slices.vae;

import io.partita.model.archive.PriorFile;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Two numbers that correct what an encoder says of its own certainty: mu is multiplied by one,
 * sigma by the other. An encoder that was trained under a cheap divergence tells z too precisely
 * and too far out, so that its bound on −ln p is loose; the decoder is untouched.
 *
 * @param mean of mu, above 0
 * @param deviation of sigma, above 0
 */
record PosteriorScale(double mean, double deviation) implements Serializable {
  /** Of an encoder that is right. */
  static final PosteriorScale NONE = new PosteriorScale(1, 1);

  /** Rounds of search, each with half of the step of the one before. */
  private static final int ROUNDS = 5;

  private static final double FIRST_STEP = 1.25;

  /** The one that was fitted with a prior, or {@link #NONE}. */
  static PosteriorScale of(PriorFile file) {
    return file.meanScale() == null
        ? NONE
        : new PosteriorScale(file.meanScale(), file.deviationScale());
  }

  /**
   * The pair of the least bound on slices, found by steps along both numbers.
   *
   * @param slices that the network has not learnt
   */
  static PosteriorScale fitted(SliceVae model, ComputationGraph network, List<int[]> slices) {
    AggregatePosterior posterior = AggregatePosterior.of(model, network, slices);
    PosteriorScale best = NONE;
    double least = best.elboNats(model, network, slices, posterior);
    double step = FIRST_STEP;
    for (int round = 0; round < ROUNDS; round++) {
      for (boolean isBetter = true; isBetter; ) {
        isBetter = false;
        for (PosteriorScale near : best.neighbours(step)) {
          double nats = near.elboNats(model, network, slices, posterior);
          if (nats < least) {
            least = nats;
            best = near;
            isBetter = true;
          }
        }
      }
      step = Math.sqrt(step);
    }
    return best;
  }

  private List<PosteriorScale> neighbours(double factor) {
    return List.of(
        new PosteriorScale(mean / factor, deviation),
        new PosteriorScale(mean * factor, deviation),
        new PosteriorScale(mean, deviation * factor),
        new PosteriorScale(mean, deviation / factor));
  }

  private double elboNats(
      SliceVae model, ComputationGraph network, List<int[]> slices, AggregatePosterior posterior) {
    AggregatePosterior scaled = posterior.scaled(this);
    double[] nats = model.nats(network, slices, slices, scaled.z());
    return Arrays.stream(nats).sum() / nats.length + scaled.klNats();
  }
}
