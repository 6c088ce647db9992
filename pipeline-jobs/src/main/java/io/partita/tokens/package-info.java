/** The commands {@code tokens}, which tells of token schemes, and {@code tokenize}. */
package io.partita.tokens;
