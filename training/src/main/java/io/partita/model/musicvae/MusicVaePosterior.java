package io.partita.model.musicvae;

/**
 * What an encoder says of slices: for each the normal distribution of its z.
 *
 * @param mu means, [slice][z]
 * @param sigma standard deviations above 0, [slice][z]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record MusicVaePosterior(float[][] mu, float[][] sigma) {}
