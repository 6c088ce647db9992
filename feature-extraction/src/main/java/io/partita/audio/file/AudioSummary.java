package io.partita.audio.file;

import io.partita.audio.AudioStatistics;

/**
 * What one pass over an audio file found.
 *
 * @param format that the file claims and shows at its start
 * @param nSamples of each channel, as decoded
 * @param decodeErrors number of {@link AudioReader#decodeErrors()}
 * @param statistics over the samples of all channels
 */
public record AudioSummary(
    AudioFormat format, long nSamples, int decodeErrors, AudioStatistics statistics) {
  /** Seconds that were decoded, whatever the file claims. */
  public double durationS() {
    return (double) nSamples / format.sampleRateHz();
  }
}
