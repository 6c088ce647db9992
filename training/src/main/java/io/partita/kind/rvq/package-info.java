/** Residual vector quantisers: training, encoding, decoding and looking at codes. */
package io.partita.kind.rvq;
