/**
 * The commands over data sets of a lake: their options, their help and what they print; the work is
 * the lake's.
 */
package io.partita.command;
