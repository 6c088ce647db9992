package io.partita.kind.cvae;

/**
 * What a decoder's output says of an example's values: −ln of their density or probability, summed
 * over the values, nats: the reconstruction term of a variational autoencoder's loss.
 *
 * <p>Inputs: what was decoded, {@link #channels()} numbers for each value, all first ones of an
 * example before all second ones, in any shape; the values, [batch, …], which get no gradient.
 * Output: [batch, 1].
 */
abstract class LikelihoodVertex extends DecodedLossVertex {
  /** Numbers that are decoded for a value. */
  abstract int channels();

  /** −ln of a value's density or probability. */
  abstract double nats(double first, double second, double value);

  /** The derivative of {@link #nats} by the first number. */
  abstract double byFirst(double first, double second, double value);

  /** By the second one, where there is one. */
  abstract double bySecond(double first, double second, double value);

  /** The mean of a value's distribution, as values are. */
  abstract double mean(double first);

  /**
   * Of one example.
   *
   * @param decoded of examples one after the other
   * @param values of examples one after the other
   * @param size values of an example
   */
  final double nats(double[] decoded, double[] values, int example, int size) {
    int first = example * size * channels();
    int second = channels() == 1 ? 0 : size;
    double nats = 0;
    for (int k = 0; k < size; k++) {
      nats += nats(decoded[first + k], decoded[first + second + k], values[example * size + k]);
    }
    return nats;
  }

  @Override
  final double[] terms(double[] decoded, double[] values, int examples) {
    double[] terms = new double[examples];
    for (int example = 0; example < examples; example++) {
      terms[example] = nats(decoded, values, example, values.length / examples);
    }
    return terms;
  }

  @Override
  final double[] gradient(double[] decoded, double[] values, double[] above) {
    int size = values.length / above.length;
    double[] gradient = new double[decoded.length];
    for (int k = 0; k < values.length; k++) {
      double weight = above[k / size];
      int first = k / size * size * channels() + k % size;
      if (channels() == 1) {
        gradient[first] = weight * byFirst(decoded[first], 0, values[k]);
      } else {
        double second = decoded[first + size];
        gradient[first] = weight * byFirst(decoded[first], second, values[k]);
        gradient[first + size] = weight * bySecond(decoded[first], second, values[k]);
      }
    }
    return gradient;
  }
}
