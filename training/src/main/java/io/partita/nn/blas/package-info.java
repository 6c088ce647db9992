/** Matrices of floats and doubles by OpenBLAS and plain loops: what vertices compute with. */
package io.partita.nn.blas;
