/**
 * The lake's tables: what is known of each, by family (its columns, key and origin, how its files
 * are laid out, and what is checked, counted and drawn of it), and how rows become files of one
 * that can be checked again.
 */
package io.partita.lake.table;
