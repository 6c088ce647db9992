/**
 * An LSTM for DL4J's graphs, with initial states: in OpenBLAS and plain loops over floats, in
 * ND4J's operations for any device, and by our own kernels on a GPU. Each is tested against a
 * reference in double precision.
 */
package io.partita.nn.lstm;
