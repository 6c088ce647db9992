/**
 * Neural codecs trained elsewhere in the commands {@code encode-codes}, {@code decode-codes} and
 * {@code analyze-codes}: a class says which files a codec is made of.
 */
package io.partita.models.codec;
