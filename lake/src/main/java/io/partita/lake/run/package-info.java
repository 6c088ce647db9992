/**
 * The frame of a run that makes tables from tables: Spark, progress, its identity, what it must not
 * write over, and the head of its report.
 */
package io.partita.lake.run;
