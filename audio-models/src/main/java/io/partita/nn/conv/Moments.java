package io.partita.nn.conv;

/**
 * What each group of each example was normalised by.
 *
 * @param mean [batch · groups]
 * @param scale one over the root of variance and epsilon, [batch · groups]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Moments(double[] mean, double[] scale) {
  Moments(int groups) {
    this(new double[groups], new double[groups]);
  }
}
