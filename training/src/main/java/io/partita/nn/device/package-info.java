/**
 * GPUs: found by their driver's own program, refused in one line where ND4J cannot use them, shared
 * among the executors of a cluster.
 */
package io.partita.nn.device;
