/**
 * Models trained elsewhere, run over files and data sets: latent models in {@code encode}, {@code
 * decode} and {@code generate}, and {@code hosts}, which adds their engines.
 */
package io.partita.kind.hosted.latent;
