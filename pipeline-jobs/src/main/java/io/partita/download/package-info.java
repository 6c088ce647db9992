/**
 * Published data sets and how their files come here: whole, checked, and resumed after a cut. Knows
 * nothing of lakes and Spark.
 */
package io.partita.download;
