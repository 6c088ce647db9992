package io.partita.model.note;

import java.util.OptionalInt;

/**
 * How the next class is drawn from its probabilities.
 *
 * @param temperature divisor of the logarithms of the probabilities, above 0: below 1 the probable
 *     ones become more so, above 1 less
 * @param topK only so many of the most probable classes are drawn from, at least 1; of equally
 *     probable ones the lower goes first. With 1 the most probable class is taken
 * @param seed equal seeds draw equal notes
 * @param never a class that is not drawn: that of unknown notes
 */
public record NoteSampling(double temperature, int topK, long seed, OptionalInt never) {
  public NoteSampling {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature is %s, not a finite number above 0.".formatted(temperature));
    }
    if (topK < 1) {
      throw new IllegalArgumentException("topK is %d, not at least 1.".formatted(topK));
    }
  }
}
