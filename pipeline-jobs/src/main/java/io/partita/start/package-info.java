/**
 * Commands for a first look: {@code demo}, {@code sample-data}, {@code download} and {@code
 * notebook}.
 */
package io.partita.start;
