/**
 * The layers of a causal Transformer for DL4J's graphs, all of a batch at once or a step at a time:
 * in OpenBLAS and plain loops over floats, and in ND4J's operations for any device.
 */
package io.partita.nn.attention;
