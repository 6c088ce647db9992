/** Byte-pair merges of token ids: learnt from counted words, applied and undone. */
package io.partita.token.bpe;
