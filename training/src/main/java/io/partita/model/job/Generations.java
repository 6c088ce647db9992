package io.partita.model.job;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The generations of one run, made one at a time when asked for.
 *
 * @param together PNG of several of them, by the names of all; null if their kind draws none
 */
public record Generations(Each each, Function<List<String>, byte[]> together) {
  /** A run's generations without a picture of several. */
  public static Generations of(Each each) {
    return new Generations(each, null);
  }

  /** Makes the generation of a number, from 0. */
  @FunctionalInterface
  public interface Each {
    Generation get(int number) throws IOException;
  }

  /** A run whose options and inputs are sound, and of which nothing is computed yet. */
  @FunctionalInterface
  public interface Prepared {
    /**
     * @param weights of the model, for this run alone
     */
    Generations begin(ComputationGraph weights) throws IOException;
  }
}
