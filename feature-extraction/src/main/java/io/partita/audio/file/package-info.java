/**
 * Audio files of many formats to samples and back: decoding, resampling and encoding are FFmpeg's,
 * behind {@link io.partita.audio.file.AudioReader}, {@link io.partita.audio.file.Resampler} and
 * {@link io.partita.audio.file.AudioWriter}; nothing else in the core calls native code.
 */
package io.partita.audio.file;
