/**
 * What is known of each table, by family: its columns, key and origin, how its files are laid out,
 * and what is checked, counted and drawn of it.
 */
package io.partita.lake.spec;
