/** Neural codecs trained elsewhere in {@code encode}, {@code decode} and {@code analyze-codes}. */
package io.partita.kind.hosted.codec;
