package io.partita.nn.conv;

/**
 * What each set was normalised by: each group of each example, or each channel of a batch.
 *
 * @param mean [sets]
 * @param scale one over the root of variance and epsilon, [sets]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Moments(double[] mean, double[] scale) {
  Moments(int sets) {
    this(new double[sets], new double[sets]);
  }
}
