/**
 * A causal Transformer of slices with one voice, a step at a time, with or without a latent vector:
 * network, training, evaluation and generation, and the kinds of it, one a form.
 */
package io.partita.kind.slicegpt;
