/**
 * Tracks of a lake to hear and to see on a report's pages: which are chosen, and the clips that are
 * made of them.
 */
package io.partita.report.clip;
