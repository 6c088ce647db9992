package io.partita.model.cvae;

/**
 * What an encoder says of windows: for each the normal distribution of its z.
 *
 * @param mu means, [window][z]
 * @param logVar logarithms of the variances, [window][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CvaePosterior(float[][] mu, float[][] logVar) {}
