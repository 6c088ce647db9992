/**
 * The command {@code report}: a folder of pages about a lake's data sets, with plots and lists,
 * that appears whole.
 */
package io.partita.report;
