/** A lake on a local disk as a DuckDB database. */
package io.partita.duckdb;
