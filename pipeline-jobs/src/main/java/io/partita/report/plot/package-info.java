/**
 * What a report's pages show: the plots that the tables name, listings, and both with their rows.
 */
package io.partita.report.plot;
