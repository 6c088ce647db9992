/** Losses: cross-entropy over classes, reconstruction of slices, the KL divergence of a latent. */
package io.partita.nn.loss;
