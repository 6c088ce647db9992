/**
 * Byte-pair models of token schemes: {@code train-bpe}, and what {@code evaluate} does with one.
 */
package io.partita.kind.bpe;
