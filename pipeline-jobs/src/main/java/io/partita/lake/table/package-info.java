/**
 * The lake's tables, each with what {@link io.partita.lake.spec} says of it, and how rows become
 * files of one that can be checked again.
 */
package io.partita.lake.table;
