/** The commands {@code tokens}, which lists token schemes, and {@code tokenize}. */
package io.partita.tokenize;
