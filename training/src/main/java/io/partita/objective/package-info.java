/**
 * What models with a latent space can, each written once: reconstruct, interpolate, encode, decode
 * and find similar. What differs from model to model is what a {@link
 * io.partita.objective.LatentForm} says of the examples.
 */
package io.partita.objective;
