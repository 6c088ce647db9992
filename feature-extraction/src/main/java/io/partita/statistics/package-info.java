/**
 * Figures of a column of numbers that come out the same, to the last bit, in whatever parts and
 * order the numbers are added up.
 */
package io.partita.statistics;
