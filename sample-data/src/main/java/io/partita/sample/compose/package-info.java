/**
 * Composes songs: a plan, a form, and a part for each member of a band. The same seed gives the
 * same song on every machine.
 */
package io.partita.sample.compose;
