/**
 * Residual vector quantisers that Partita trains itself: what their card says and what tells a good
 * one. They have codebooks and no network.
 */
package io.partita.model.rvq;
