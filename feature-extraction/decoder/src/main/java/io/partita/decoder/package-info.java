/**
 * The process that decodes, resamples and encodes audio with FFmpeg's libraries. {@link
 * io.partita.decoder.Decoder} is what it runs; it reads {@link io.partita.audio.file.DecoderWire}
 * and has no other way out. None of this is ever loaded by a program that uses Partita.
 */
package io.partita.decoder;
