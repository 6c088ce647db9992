package io.partita.nn.latent;

import io.partita.SplitMix64;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.LogSoftmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Fits a mixture of normal distributions to posteriors: to the vectors that they draw all together.
 * Expectation-maximisation (Dempster, Laird and Rubin, 1977) on one vector of each posterior, drawn
 * again in each iteration, so that the mixture learns the cloud and not the draws.
 *
 * <p>Any number of cores fits the same mixture.
 */
public final class MixtureFit {
  /** After some ten iterations nothing is gained any more on data that were held out. */
  public static final int ITERATIONS = 30;

  /** Added to variances, so that a unit that never varies has a density. */
  private static final double RIDGE = 1e-3;

  private final float[][] mu;
  private final float[][] sigma;
  private final long seed;
  private final int size;

  private MixtureFit(float[][] mu, float[][] sigma, long seed) {
    this.mu = mu;
    this.sigma = sigma;
    this.seed = seed;
    this.size = mu[0].length;
  }

  /** Posteriors that a mixture asks for, as its covariances have so many numbers of each. */
  public static int leastPosteriors(int components, int size) {
    return 2 * components * size;
  }

  /**
   * @param mu means, [posterior][size], {@link #leastPosteriors} at least
   * @param sigma standard deviations above 0, [posterior][size]
   * @param components at most; what fewer vectors belong to than they have numbers is left out
   * @param done is told of each of {@link #ITERATIONS}
   */
  public static GaussianMixture of(
      float[][] mu, float[][] sigma, int components, long seed, IntConsumer done) {
    if (mu.length < leastPosteriors(components, mu[0].length)) {
      throw new IllegalArgumentException(
          "Too few posteriors for " + components + " components: " + mu.length);
    }
    MixtureFit fit = new MixtureFit(mu, sigma, seed);
    GaussianMixture mixture = fit.first(components);
    for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
      mixture = fit.better(mixture, fit.drawn(iteration));
      done.accept(iteration);
    }
    return mixture;
  }

  /** A vector of each posterior, [posterior][size]. */
  private double[][] drawn(int iteration) {
    float[][] noise = LatentNoise.draw(mu.length, size, SplitMix64.of(seed, iteration));
    double[][] vectors = new double[mu.length][size];
    for (int k = 0; k < vectors.length; k++) {
      for (int i = 0; i < size; i++) {
        vectors[k][i] = mu[k][i] + (double) sigma[k][i] * noise[k][i];
      }
    }
    return vectors;
  }

  /** All components as wide as the cloud, about vectors of posteriors that are drawn. */
  private GaussianMixture first(int components) {
    double[][] vectors = drawn(0);
    double[] ones = new double[vectors.length];
    Arrays.fill(ones, 1);
    float[] factor = component(vectors, ones, vectors.length).factor();
    SplittableRandom random = new SplittableRandom(seed);
    return mixture(
        random
            .ints(0, vectors.length)
            .distinct()
            .limit(components)
            .mapToObj(k -> new GaussianMixture.Component(1, Doubles.floats(vectors[k]), factor))
            .toList());
  }

  private GaussianMixture better(GaussianMixture mixture, double[][] vectors) {
    double[][] shares = new double[vectors.length][];
    IntStream.range(0, vectors.length)
        .parallel()
        .forEach(k -> shares[k] = shares(mixture.logs(vectors[k])));
    return mixture(
        IntStream.range(0, mixture.components().size())
            .parallel()
            .mapToObj(
                component -> {
                  double[] own = Arrays.stream(shares).mapToDouble(of -> of[component]).toArray();
                  double sum = Arrays.stream(own).sum();
                  return sum < size ? null : component(vectors, own, sum);
                })
            .filter(Objects::nonNull)
            .toList());
  }

  private static double[] shares(double[] logs) {
    double sum = LogSoftmax.logSum(logs, 0, logs.length);
    return Arrays.stream(logs).map(log -> Math.exp(log - sum)).toArray();
  }

  /** The normal distribution of weighed vectors, its share in vectors. */
  private GaussianMixture.Component component(double[][] vectors, double[] weights, double sum) {
    double[] mean = new double[size];
    for (int k = 0; k < vectors.length; k++) {
      for (int i = 0; i < size; i++) {
        mean[i] += weights[k] / sum * vectors[k][i];
      }
    }
    double[] covariance = new double[GaussianMixture.triangle(size)];
    double[] apart = new double[size];
    for (int k = 0; k < vectors.length; k++) {
      for (int i = 0; i < size; i++) {
        apart[i] = vectors[k][i] - mean[i];
      }
      for (int row = 0; row < size; row++) {
        int first = GaussianMixture.triangle(row);
        double weighed = weights[k] / sum * apart[row];
        for (int column = 0; column <= row; column++) {
          covariance[first + column] += weighed * apart[column];
        }
      }
    }
    return new GaussianMixture.Component(
        sum / vectors.length, Doubles.floats(mean), Doubles.floats(factor(covariance)));
  }

  /** Cholesky's factor of a covariance with the ridge, lower triangles both. */
  private double[] factor(double[] covariance) {
    double[] factor = new double[covariance.length];
    for (int row = 0; row < size; row++) {
      int first = GaussianMixture.triangle(row);
      for (int column = 0; column <= row; column++) {
        int other = GaussianMixture.triangle(column);
        double rest = covariance[first + column] + (row == column ? RIDGE : 0);
        for (int k = 0; k < column; k++) {
          rest -= factor[first + k] * factor[other + k];
        }
        // What is left of a variance is the ridge at least, but for rounding.
        factor[first + column] =
            row == column ? Math.sqrt(Math.max(rest, RIDGE / 2)) : rest / factor[other + column];
      }
    }
    return factor;
  }

  /** The components with shares that add up to 1. */
  private static GaussianMixture mixture(List<GaussianMixture.Component> components) {
    double sum = components.stream().mapToDouble(GaussianMixture.Component::share).sum();
    List<GaussianMixture.Component> shared = new ArrayList<>();
    for (GaussianMixture.Component each : components) {
      shared.add(new GaussianMixture.Component(each.share() / sum, each.mean(), each.factor()));
    }
    return new GaussianMixture(shared);
  }
}
