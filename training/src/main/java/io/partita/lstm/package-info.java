/**
 * Vertices and layers that DL4J lacks or has slow: an LSTM in BLAS and plain loops, losses; each is
 * tested against a reference in double precision.
 */
package io.partita.lstm;
