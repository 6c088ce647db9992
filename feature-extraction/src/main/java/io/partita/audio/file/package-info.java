/**
 * Audio files of many formats to samples and back: decoding, resampling and encoding are FFmpeg's,
 * behind {@link io.partita.audio.file.AudioReader} and {@link io.partita.audio.file.AudioWriter},
 * in a process of its own that {@code partita-decoder} brings. Nothing in the core calls native
 * code.
 */
package io.partita.audio.file;
