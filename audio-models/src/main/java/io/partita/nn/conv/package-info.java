/**
 * Convolutions and normalisation that DL4J lacks or has slow: OpenBLAS and plain loops over arrays;
 * each is tested against DL4J's own or a reference in double precision.
 *
 * <p>These are vertices with parameters, and DL4J counts the parameters of layers only: {@code
 * ComputationGraph.fit} returns at once, without a word, where no layer of the graph has any. One
 * layer at least must be DL4J's own, a dense one or a convolution of kernel 1; {@code
 * params().length()} counts all.
 */
package io.partita.nn.conv;
