/**
 * Variational autoencoders of slices, whatever their networks: their figures and bounds, fitted
 * priors, and what commands do with their latent vectors.
 */
package io.partita.model.slices.vae;
