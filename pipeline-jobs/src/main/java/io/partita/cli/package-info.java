/**
 * The program's entry: which commands there are, how mistakes are answered, which exit code a
 * failure has.
 */
package io.partita.cli;
