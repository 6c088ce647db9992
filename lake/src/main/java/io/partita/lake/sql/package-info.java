/**
 * Spark SQL over a lake: its tables as a catalog that is only read, its functions, and sessions in
 * which nothing but a query runs.
 */
package io.partita.lake.sql;
