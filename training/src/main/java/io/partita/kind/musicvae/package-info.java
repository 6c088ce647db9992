/**
 * MusicVAEs on Spark and on the command line: the drum slices of a data set, {@code
 * train-musicvae}, and what the commands of all kinds do with such a model: evaluate, generate,
 * reconstruct, interpolate, encode and similar.
 */
package io.partita.kind.musicvae;
