/**
 * Whether a data set's tables hold what the run that made them reported, table by table and one
 * against another.
 */
package io.partita.lake.check;
