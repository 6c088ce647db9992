/** Figures of a data set's tables, published beside them. */
package io.partita.lake.stats;
