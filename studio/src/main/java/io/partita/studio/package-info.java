/**
 * {@code partita studio}: the web page over a lake. A server on this machine reads the lake's
 * Parquet files with DuckDB, without Spark, and serves them as JSON and sound to a page.
 */
package io.partita.studio;
