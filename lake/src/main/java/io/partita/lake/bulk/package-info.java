/**
 * Parquet files written in bulk: a column at a time from arrays, for the tables that have most of a
 * lake's values.
 */
package io.partita.lake.bulk;
