package io.partita.kind.cvae;

/**
 * The cross-entropy of values x that takes logits for probabilities, mean over an example's values,
 * nats, as Keras computes it: −x · ln(p + ε) − (1 − x) · ln(1 − p + ε) where p is the logit, within
 * ε … 1 − ε, and ε = 1e-7. Logits outside of that get no gradient. It is a fault of {@link
 * Resnet1dSeed}, and there on purpose.
 *
 * <p>Inputs: logits and values, [batch, size] each; values get no gradient. Output: [batch, 1].
 */
final class LogitsAsProbabilitiesVertex extends DecodedLossVertex {
  private static final double EPSILON = 1e-7;

  @Override
  double[] terms(double[] logits, double[] values, int examples) {
    double[] terms = new double[examples];
    int size = values.length / examples;
    for (int k = 0; k < values.length; k++) {
      double p = Math.min(Math.max(logits[k], EPSILON), 1 - EPSILON);
      terms[k / size] -=
          (values[k] * Math.log(p + EPSILON) + (1 - values[k]) * Math.log(1 - p + EPSILON)) / size;
    }
    return terms;
  }

  @Override
  double[] gradient(double[] logits, double[] values, double[] above) {
    int size = values.length / above.length;
    double[] gradient = new double[logits.length];
    for (int k = 0; k < values.length; k++) {
      double p = logits[k];
      if (p >= EPSILON && p <= 1 - EPSILON) {
        gradient[k] =
            above[k / size]
                * ((1 - values[k]) / (1 - p + EPSILON) - values[k] / (p + EPSILON))
                / size;
      }
    }
    return gradient;
  }
}
