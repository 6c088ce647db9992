/**
 * The lake's tables: which there are, their columns, keys and references, what a run must have
 * written into them, and how a file of one is written and checked.
 */
package io.partita.lake.table;
