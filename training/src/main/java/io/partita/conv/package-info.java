/**
 * Convolutions and normalisation that DL4J lacks or has slow: OpenBLAS and plain loops over arrays;
 * each is tested against DL4J's own or a reference in double precision.
 */
package io.partita.conv;
