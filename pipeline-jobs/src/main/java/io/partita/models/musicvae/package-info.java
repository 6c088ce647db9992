/**
 * MusicVAEs on Spark and on the command line: the drum slices of a data set, {@code
 * train-musicvae}, evaluation, generated loops, and the commands of latent vectors: reconstruct,
 * interpolate, encode and similar.
 */
package io.partita.models.musicvae;
