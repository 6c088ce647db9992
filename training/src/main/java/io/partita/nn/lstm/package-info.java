/**
 * Vertices and layers that DL4J lacks or has slow: an LSTM, losses; in BLAS and plain loops, and in
 * ND4J's operations for any device. Each is tested against a reference in double precision.
 */
package io.partita.nn.lstm;
