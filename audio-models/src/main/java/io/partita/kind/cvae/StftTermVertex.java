package io.partita.kind.cvae;

import io.partita.audio.StftDistance;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What spectrograms that are not alike cost: weight · samples of a window · {@link StftDistance} of
 * the decoded means from the window, in frames of 64, 256 and 1,024 samples, as far as a window has
 * so many. It makes waves sound more like themselves, and is no part of the bound.
 *
 * <p>Inputs: what was decoded, of each example the means first, in any shape; the values, [batch,
 * 1, length], which get no gradient. Output: [batch, 1], to be added to nats.
 */
final class StftTermVertex extends DecodedLossVertex {
  private static final int[] LENGTHS = {64, 256, 1024};

  @JsonProperty private final double weight;

  /**
   * @param weight of each sample's share, above 0
   */
  @JsonCreator
  public StftTermVertex(@JsonProperty("weight") double weight) {
    this.weight = weight;
  }

  /** The shortest window that there is a term of. */
  static int leastLength() {
    return LENGTHS[0];
  }

  private static StftDistance distance(int size) {
    return new StftDistance(IntStream.of(LENGTHS).filter(length -> length <= size).toArray());
  }

  @Override
  double[] terms(double[] decoded, double[] values, int examples) {
    double[] terms = new double[examples];
    int size = values.length / examples;
    StftDistance distance = distance(size);
    for (int example = 0; example < examples; example++) {
      double[] gradient = new double[size];
      terms[example] = weight * size * of(distance, decoded, values, example, gradient);
    }
    return terms;
  }

  private static double of(
      StftDistance distance, double[] decoded, double[] values, int example, double[] gradient) {
    int size = gradient.length;
    int apart = decoded.length / (values.length / size);
    return distance.of(
        Arrays.copyOfRange(decoded, example * apart, example * apart + size),
        Arrays.copyOfRange(values, example * size, (example + 1) * size),
        gradient);
  }

  @Override
  double[] gradient(double[] decoded, double[] values, double[] above) {
    int size = values.length / above.length;
    StftDistance distance = distance(size);
    double[] all = new double[decoded.length];
    for (int example = 0; example < above.length; example++) {
      double[] gradient = new double[size];
      of(distance, decoded, values, example, gradient);
      int first = example * (decoded.length / above.length);
      for (int k = 0; k < size; k++) {
        all[first + k] = above[example] * weight * size * gradient[k];
      }
    }
    return all;
  }
}
