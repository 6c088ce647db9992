/**
 * Audio: files of many formats to samples, and samples to features, pictures and files.
 *
 * <p>Decoding, resampling and encoding are FFmpeg's, behind {@link io.partita.audio.file.AudioReader},
 * {@link io.partita.audio.file.Resampler} and {@link io.partita.audio.file.AudioWriter}; nothing else here
 * calls native code. Samples are floats in [−1, 1], one array a channel; mono is the average of the
 * channels.
 *
 * <p>{@link io.partita.audio.LogMel} turns samples into frames by a {@link
 * io.partita.audio.MelRecipe}, {@link io.partita.audio.GriffinLim} frames into samples, {@link
 * io.partita.synth.Synth} MIDI into samples; pictures show either.
 */
package io.partita.audio;

import io.partita.audio.file.AudioReader;
import io.partita.audio.file.AudioWriter;
import io.partita.audio.file.Resampler;
import io.partita.synth.Synth;

