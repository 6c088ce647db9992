/**
 * Capabilities of models with a latent space, and their options: encode, decode, reconstruct,
 * interpolate and find similar.
 */
package io.partita.model.latent;
