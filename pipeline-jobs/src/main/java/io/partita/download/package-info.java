/**
 * Published data sets and how their files come here: whole, checked, and resumed after a cut. Knows
 * nothing of lakes, Spark or the command line.
 */
package io.partita.download;
