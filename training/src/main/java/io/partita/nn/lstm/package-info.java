/**
 * An LSTM for DL4J's graphs, with initial states: in OpenBLAS and loops over floats, by kernels on
 * a GPU, and in ND4J's operations. Each is tested against a reference in double precision.
 */
package io.partita.nn.lstm;
