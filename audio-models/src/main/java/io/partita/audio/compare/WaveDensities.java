package io.partita.audio.compare;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What simple densities make of windows of samples, for a model's ELBO to be held against: N(0, 1);
 * a Gaussian and a Laplace distribution fitted to each window by maximum likelihood, which knows
 * the window's level beforehand. Sums of parts can be added in any order and give the same bits.
 *
 * <p>A window whose deviation is below {@link #LEAST_SCALE} gets that as its scale; a silent one,
 * about itself, so has −½ ln 2π + ln 1000 = 5.99 nats a sample by the Gaussian and −ln 2 + ln 1000
 * = 6.21 by the Laplace distribution.
 */
public final class WaveDensities implements Serializable {
  private static final long serialVersionUID = 1L;

  /** 60 dB below a clip's root mean square of 1. */
  public static final double LEAST_SCALE = 1e-3;

  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  private final MeanDensity standardNormal = new MeanDensity();
  private final MeanDensity gaussian = new MeanDensity();
  private final MeanDensity laplace = new MeanDensity();
  private long windows;
  private long silentWindows;

  /**
   * Adds a window.
   *
   * @param window samples of a clip at a root mean square of 1
   */
  public void add(float[] window) {
    int n = window.length;
    double mean = 0;
    double squares = 0;
    for (float sample : window) {
      mean += (double) sample / n;
      squares += (double) sample * sample;
    }
    standardNormal.add(gaussian(squares, n, 1), n);
    double squaredDistances = 0;
    for (float sample : window) {
      squaredDistances += (sample - mean) * (sample - mean);
    }
    double deviation = Math.max(LEAST_SCALE, Math.sqrt(squaredDistances / n));
    gaussian.add(gaussian(squaredDistances, n, deviation), n);
    double distances = distancesFromMedian(window);
    double scale = Math.max(LEAST_SCALE, distances / n);
    laplace.add(-n * Math.log(2 * scale) - distances / scale, n);
    windows++;
    silentWindows += deviation == LEAST_SCALE ? 1 : 0;
  }

  /** The logarithm of the density of n values, nats. */
  static double gaussian(double squaredDistances, long n, double deviation) {
    double variance = deviation * deviation;
    return -0.5 * (n * (LOG_2_PI + Math.log(variance)) + squaredDistances / variance);
  }

  /** The median is where a Laplace distribution of most likelihood stands. */
  private static double distancesFromMedian(float[] window) {
    float[] sorted = window.clone();
    Arrays.sort(sorted);
    double median = ((double) sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    double distances = 0;
    for (float sample : sorted) {
      distances += Math.abs(sample - median);
    }
    return distances;
  }

  /** Adds what another one has added. */
  public void add(WaveDensities other) {
    standardNormal.add(other.standardNormal);
    gaussian.add(other.gaussian);
    laplace.add(other.laplace);
    windows += other.windows;
    silentWindows += other.silentWindows;
  }

  /** Nats a sample by N(0, 1): −1.419 of a clip at a root mean square of 1. */
  public double standardNormal() {
    return standardNormal.perValue();
  }

  /** Nats a sample by a Gaussian for each window. */
  public double gaussian() {
    return gaussian.perValue();
  }

  /** Nats a sample by a Laplace distribution for each window. */
  public double laplace() {
    return laplace.perValue();
  }

  /** How many windows were added. */
  public long windows() {
    return windows;
  }

  /** How many of them have a deviation of {@link #LEAST_SCALE} or less. */
  public long silentWindows() {
    return silentWindows;
  }
}
