/**
 * Audio: files of many formats to samples, and samples to features, pictures and files.
 *
 * <p>Decoding, resampling and encoding are FFmpeg's, behind {@link io.partita.audio.AudioReader},
 * {@link io.partita.audio.Resampler} and {@link io.partita.audio.AudioWriter}; nothing else here
 * calls native code. Samples are floats in [−1, 1], one array a channel; mono is the average of the
 * channels.
 *
 * <p>{@link io.partita.audio.LogMel} turns samples into frames by a {@link
 * io.partita.audio.MelRecipe}, {@link io.partita.audio.GriffinLim} frames into samples, {@link
 * io.partita.audio.Synth} MIDI into samples; pictures show either.
 */
package io.partita.audio;
