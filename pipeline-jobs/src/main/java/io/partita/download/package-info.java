/**
 * The command {@code download}: published data sets, fetched whole, checked, and resumed after a
 * cut.
 */
package io.partita.download;
