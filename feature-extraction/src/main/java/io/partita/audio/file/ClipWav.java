package io.partita.audio.file;

import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Short mono sounds, as models make them, in WAV files of 16 bits at any rate. What is as long as
 * music is, and 8 kHz at least, is for {@link LevelledSound}.
 */
public final class ClipWav {
  /** Brings samples at a root mean square of 1 to −20 dBFS. */
  public static final double GAIN_OF_RMS_1 = 0.1;

  private static final double LARGEST_PEAK = Math.pow(10, LevelledSound.MAX_PEAK_DB / 20);

  private ClipWav() {}

  /**
   * Writes samples to be listened to: without their mean, at a gain, or at a smaller one where a
   * sample would be above {@link LevelledSound#MAX_PEAK_DB}. The same gain for an original and its
   * reconstruction keeps what differs in level to be heard.
   *
   * @param file created, or replaced
   * @param samples finite
   * @param gain above 0
   */
  public static void write(Path file, float[] samples, int sampleRateHz, double gain)
      throws IOException {
    double mean = 0;
    for (float sample : samples) {
      mean += (double) sample / samples.length;
    }
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample - mean));
    }
    double used = Math.min(gain, LARGEST_PEAK / peak);
    float[] levelled = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      levelled[i] = (float) ((samples[i] - mean) * used);
    }
    SoundFormat.WAV.write(file, SampleType.INT16, sampleRateHz, levelled);
  }
}
