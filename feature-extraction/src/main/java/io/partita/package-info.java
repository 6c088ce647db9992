/**
 * What every reader of Partita shares: the way it says that an input is broken. The readers live in
 * the packages below, one for each kind of file.
 */
package io.partita;
