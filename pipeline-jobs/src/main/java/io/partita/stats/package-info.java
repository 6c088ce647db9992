/** The command {@code stats}: figures of a data set's tables, published beside them. */
package io.partita.stats;
