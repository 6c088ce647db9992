/**
 * Commands that take one file and make one: {@code inspect}, {@code render}, {@code detokenize},
 * {@code vocode}, {@code decode}.
 */
package io.partita.files;
