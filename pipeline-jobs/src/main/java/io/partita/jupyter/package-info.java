/** The command {@code notebook}: Jupyter with the Java notebooks, opened or executed. */
package io.partita.jupyter;
