/**
 * What every ingest has in common: the members of archives through a shuffle that brings equal
 * contents together, staged partitions with their reports, quarantine, options, the report of a
 * run.
 */
package io.partita.ingest;
