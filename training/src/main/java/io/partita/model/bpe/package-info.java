/** Byte-pair models of token schemes: merges of ids that a data set's files have often. */
package io.partita.model.bpe;
