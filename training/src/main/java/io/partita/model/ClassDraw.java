package io.partita.model;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a class is drawn from the softmax of logits, which may as well be logarithms of
 * probabilities. First the temperature divides them; then only the {@code topK} most probable
 * classes stay; of these then only the nucleus, the fewest of the most probable ones that together
 * have a share of {@code topP} or more (Holtzman, Buys, Du, Forbes and Choi, "The Curious Case of
 * Neural Text Degeneration", 2020). Of equally probable classes the lower goes first.
 *
 * @param temperature above 0 and finite: below 1 probable classes become more so, above 1 less
 * @param topK at least 1; with 1 the most probable class is taken
 * @param topP above 0 to 1; with 1 no class is left out
 */
public record ClassDraw(double temperature, int topK, double topP) {
  /** As the model says. */
  public static final ClassDraw PLAIN = new ClassDraw(1, Integer.MAX_VALUE, 1);

  /** Always the most probable class. */
  public static final ClassDraw LIKELIEST = new ClassDraw(1, 1, 1);

  public ClassDraw {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature is %s, not a finite number above 0.".formatted(temperature));
    }
    if (topK < 1) {
      throw new IllegalArgumentException("topK is %d, not at least 1.".formatted(topK));
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP is %s, not above 0 to 1.".formatted(topP));
    }
  }

  /** Whether classes may be left out. */
  public boolean isCut() {
    return topK < Integer.MAX_VALUE || topP < 1;
  }

  /**
   * The classes that are drawn among, the most probable first.
   *
   * @param mayCome of which one at least may; others count for nothing
   */
  public int[] among(double[] logits, IntPredicate mayCome) {
    int[] ranked =
        IntStream.range(0, logits.length)
            .filter(mayCome)
            .boxed()
            .sorted((a, b) -> Double.compare(logits[b], logits[a]))
            .mapToInt(k -> k)
            .limit(topK)
            .toArray();
    return topP == 1 ? ranked : Arrays.copyOf(ranked, nucleus(weights(logits, ranked)));
  }

  /** How many of the first weights have the share of {@link #topP}. */
  private int nucleus(double[] weights) {
    double wanted = topP * sum(weights);
    double mass = 0;
    for (int count = 0; count < weights.length; count++) {
      mass += weights[count];
      if (mass >= wanted) {
        return count + 1;
      }
    }
    return weights.length;
  }

  /**
   * The class that a uniform number picks: the classes stand side by side in their order, each as
   * wide as it is probable.
   *
   * @param among at least one class, each once
   * @param uniform 0 until 1
   */
  public int pick(double[] logits, int[] among, double uniform) {
    double[] weights = weights(logits, among);
    double left = uniform * sum(weights);
    int likeliest = 0;
    for (int k = 0; k < weights.length; k++) {
      left -= weights[k];
      if (left < 0) {
        return among[k];
      }
      likeliest = logits[among[k]] > logits[among[likeliest]] ? k : likeliest;
    }
    return among[likeliest];
  }

  /** Proportional to the classes' probabilities; 1 for the most probable. */
  private double[] weights(double[] logits, int[] classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k : classes) {
      largest = Math.max(largest, logits[k]);
    }
    double[] weights = new double[classes.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Math.exp((logits[classes[k]] - largest) / temperature);
    }
    return weights;
  }

  /**
   * The class that a uniform number picks among all, in their order, so that it picks the same at
   * any cut that has it.
   *
   * @param uniform 0 until 1
   */
  public int pick(double[] logits, double uniform) {
    int[] among =
        isCut()
            ? IntStream.of(among(logits, any -> true)).sorted().toArray()
            : IntStream.range(0, logits.length).toArray();
    return pick(logits, among, uniform);
  }

  /** The lowest of the most probable classes. */
  public static int mostProbable(double[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }
}
