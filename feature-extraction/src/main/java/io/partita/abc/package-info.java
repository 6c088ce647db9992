/**
 * ABC notation to scores (standard 2.1, December 2011, and the tempi of 1.6): {@link
 * io.partita.abc.AbcFormat}.
 */
package io.partita.abc;
