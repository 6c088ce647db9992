/**
 * Variational autoencoders of windows of audio, whatever their networks: their training, what is
 * measured of them, and what commands do with their latent vectors.
 */
package io.partita.model.audio.vae;
