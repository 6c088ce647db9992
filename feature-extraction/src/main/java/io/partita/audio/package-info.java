/**
 * Samples in numbers: spectra, log-mel frames and back to samples, loudness and levels.
 *
 * <p>Samples are floats in [−1, 1], one array a channel; mono is the average of the channels.
 * {@link io.partita.audio.LogMel} turns samples into frames by a {@link
 * io.partita.audio.MelRecipe}, {@link io.partita.audio.FastGriffinLim} frames into samples.
 */
package io.partita.audio;
