/**
 * A causal Transformer of drum loops, a step at a time: network, training, evaluation and
 * generation.
 */
package io.partita.kind.slicegpt;
