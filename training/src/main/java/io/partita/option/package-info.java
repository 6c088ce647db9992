/** Options that many commands share, and how their values are read. */
package io.partita.option;
