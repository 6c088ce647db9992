/**
 * The lake's tables: all that there is to know of each, by family, and how rows become files of one
 * that can be checked again.
 */
package io.partita.lake.table;
