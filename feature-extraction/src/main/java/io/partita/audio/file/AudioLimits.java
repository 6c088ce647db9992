package io.partita.audio.file;

import java.io.Serializable;

/**
 * How much a file may cost.
 *
 * @param maxDurationS longest duration, in seconds of decoded audio, 1 to 2^31
 * @param maxChannels largest number of channels, 1 to 64
 * @param maxSampleRateHz the highest rate, 1 to 2^31 − 1
 */
public record AudioLimits(long maxDurationS, int maxChannels, int maxSampleRateHz)
    implements Serializable {
  private static final long LONGEST_S = 1L << 31;
  static final int MOST_CHANNELS = 64;

  public AudioLimits {
    if (maxDurationS < 1 || maxDurationS > LONGEST_S) {
      throw new IllegalArgumentException(
          "maxDurationS must be 1 to " + LONGEST_S + ", not " + maxDurationS);
    }
    if (maxChannels < 1 || maxChannels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "maxChannels must be 1 to " + MOST_CHANNELS + ", not " + maxChannels);
    }
    if (maxSampleRateHz < 1) {
      throw new IllegalArgumentException(
          "maxSampleRateHz must be at least 1, not " + maxSampleRateHz);
    }
  }

  /** Four hours, 8 channels, 384,000 Hz. */
  public static AudioLimits defaults() {
    return new AudioLimits(4 * 3600, 8, 384_000);
  }

  public AudioLimits withMaxDurationS(long durationS) {
    return new AudioLimits(durationS, maxChannels, maxSampleRateHz);
  }
}
