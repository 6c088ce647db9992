package io.partita.nn.latent;

import io.partita.SplitMix64;
import io.partita.nn.loss.LogSoftmax;
import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A mixture of normal distributions of vectors: a density of latent vectors, and a source of them.
 *
 * @param components at least one, of vectors of one size, their shares adding up to 1
 */
public record GaussianMixture(List<Component> components) implements Serializable {
  /** What a sum of rounded shares may lack of 1. */
  private static final double ROUNDING = 1e-3;

  /** No encoder under a KL to N(0, I) is farther out, and sums of these stay finite. */
  private static final float MOST = 1e6f;

  /**
   * A normal distribution of the mixture.
   *
   * @param share of the vectors, above 0
   * @param mean [size], within ±1e6
   * @param factor Cholesky factor L of the covariance L · Lᵀ: its lower triangle row after row,
   *     [size · (size + 1) / 2], within ±1e6, above 0 on the diagonal
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Component(double share, float[] mean, float[] factor) implements Serializable {
    /**
     * @throws IllegalArgumentException when it is no normal distribution
     */
    public Component {
      int size = mean.length;
      require(share > 0 && share <= 1 + ROUNDING, "share");
      require(size > 0, "mean");
      require(factor.length == triangle(size), "factor");
      for (float number : mean) {
        require(Math.abs(number) <= MOST, "mean");
      }
      for (int row = 0; row < size; row++) {
        for (int column = 0; column <= row; column++) {
          require(Math.abs(factor[triangle(row) + column]) <= MOST, "factor");
        }
        require(factor[triangle(row) + row] > 0, "factor");
      }
    }

    private static void require(boolean isGood, String field) {
      if (!isGood) {
        throw new IllegalArgumentException("the " + field + " of a component is not a number");
      }
    }

    /** The logarithm of share · density. */
    private double logShareOfDensity(double[] vector) {
      double[] noise = new double[mean.length];
      double log = Math.log(share) - 0.5 * mean.length * Math.log(2 * Math.PI);
      for (int row = 0; row < noise.length; row++) {
        int first = triangle(row);
        double rest = vector[row] - mean[row];
        for (int column = 0; column < row; column++) {
          rest -= factor[first + column] * noise[column];
        }
        noise[row] = rest / factor[first + row];
        log -= 0.5 * noise[row] * noise[row] + Math.log(factor[first + row]);
      }
      return log;
    }

    private float[] vector(float[] noise) {
      float[] vector = new float[mean.length];
      for (int row = 0; row < vector.length; row++) {
        double sum = mean[row];
        for (int column = 0; column <= row; column++) {
          sum += (double) factor[triangle(row) + column] * noise[column];
        }
        vector[row] = (float) sum;
      }
      return vector;
    }
  }

  /**
   * @throws IllegalArgumentException when it is no mixture
   */
  public GaussianMixture {
    components = List.copyOf(components);
    double shares = components.stream().mapToDouble(Component::share).sum();
    if (!(Math.abs(shares - 1) <= ROUNDING)) {
      throw new IllegalArgumentException("the shares of its components add up to " + shares);
    }
    if (components.stream().mapToInt(each -> each.mean().length).distinct().count() > 1) {
      throw new IllegalArgumentException("its components are not of one size");
    }
  }

  /** The elements of the first rows of a lower triangle. */
  static int triangle(int rows) {
    return rows * (rows + 1) / 2;
  }

  /** The numbers of a vector. */
  public int size() {
    return components.get(0).mean().length;
  }

  /** The logarithm of the density at a vector. */
  public double logDensity(double[] vector) {
    double[] logs = logs(vector);
    return LogSoftmax.logSum(logs, 0, logs.length);
  }

  /** The logarithms of each component's share times its density at a vector. */
  double[] logs(double[] vector) {
    double[] logs = new double[components.size()];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = components.get(k).logShareOfDensity(vector);
    }
    return logs;
  }

  /**
   * Vectors of the mixture. Vector k depends on seed and k alone, and not on how many are drawn.
   *
   * @return [vector][size]
   */
  public float[][] draw(int count, long seed) {
    float[][] drawn = LatentNoise.draw(count, size(), seed);
    SplittableRandom choices = new SplittableRandom(SplitMix64.of(seed, -1));
    for (int k = 0; k < count; k++) {
      drawn[k] = component(choices.nextDouble()).vector(drawn[k]);
    }
    return drawn;
  }

  /**
   * @param share 0 until 1
   */
  private Component component(double share) {
    double left = share;
    for (Component component : components) {
      left -= component.share();
      if (left < 0) {
        return component;
      }
    }
    return components.get(components.size() - 1);
  }
}
