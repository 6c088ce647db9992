/**
 * What vertices of our own need to stand in one of DL4J's graphs, with weights and without: their
 * places among inputs and outputs, their parameters and gradients; and an affine layer.
 */
package io.partita.nn.vertex;
