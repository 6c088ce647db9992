/** Neural codecs trained elsewhere in {@code encode}, {@code decode} and {@code analyze-codes}. */
package io.partita.models.codec;
