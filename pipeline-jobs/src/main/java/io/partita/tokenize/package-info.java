/** The commands {@code tokenize} and {@code tokenize schemes}, which lists token schemes. */
package io.partita.tokenize;
