/**
 * Residual vector quantisation: codebooks, the nearest entry stage by stage, codes as bits, the
 * container of EnCodec, and what tells good codebooks from poor ones.
 *
 * <p>A frame is a vector of numbers; a code is the place of an entry in the codebook of its stage;
 * codes are {@code [stages][frames]}. Each stage quantises what the stages before it left over.
 */
package io.partita.codec;
