package io.partita.audio.compare;

import io.partita.audio.FrameSink;
import java.util.Arrays;

/**
 * Makes an {@link AudioPrint} of the log-mel frames of a recording, as they come; those beyond its
 * longest are passed over. At most 10 MB.
 */
public final class AudioPrinter implements FrameSink {
  private static final int SMOOTHED_FOR_CELLS = 16;
  private static final int SMOOTHED_FOR_KEYS = 8;
  private static final int MELS = AudioPrint.RECIPE.nMels();
  private static final int MELS_IN_A_BAND = MELS / AudioPrint.BANDS;
  private static final int STEPS_IN_A_NEPER = 16;

  private float[][] frames = new float[256][];
  private int count;

  @Override
  public void frame(float[] logMel) {
    if (logMel.length != MELS) {
      throw new IllegalArgumentException(
          "A print is made of " + MELS + " bands, not " + logMel.length);
    }
    if (count == AudioPrint.MOST_FRAMES) {
      return;
    }
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, 2 * count);
    }
    frames[count++] = logMel.clone();
  }

  /** The print of the frames so far. */
  public AudioPrint print() {
    float[][] all = Arrays.copyOf(frames, count);
    return new AudioPrint(cells(all), PrintKeys.of(smoothed(all, SMOOTHED_FOR_KEYS)));
  }

  private static byte[] cells(float[][] frames) {
    float[][] bands = new float[frames.length][AudioPrint.BANDS];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int mel = 0; mel < MELS; mel++) {
        bands[frame][mel / MELS_IN_A_BAND] += frames[frame][mel] / MELS_IN_A_BAND;
      }
    }
    float[][] smoothed = smoothed(bands, SMOOTHED_FOR_CELLS);
    int cellFrames = (frames.length + AudioPrint.HOP - 1) / AudioPrint.HOP;
    byte[] cells = new byte[cellFrames * AudioPrint.BANDS];
    for (int i = 0; i < cells.length; i++) {
      float value = smoothed[i / AudioPrint.BANDS * AudioPrint.HOP][i % AudioPrint.BANDS];
      double steps = (value - AudioPrint.RECIPE.silence()) * STEPS_IN_A_NEPER;
      cells[i] = (byte) Math.max(0, Math.min(255, Math.rint(steps)));
    }
    return cells;
  }

  /** Each band over time by a Hann window of a length; the ends go on as they are. */
  private static float[][] smoothed(float[][] frames, int length) {
    double[] window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = (1 - Math.cos(2 * Math.PI * (i + 1) / (length + 1))) / (length + 1);
    }
    float[][] smoothed = new float[frames.length][];
    for (int frame = 0; frame < frames.length; frame++) {
      double[] sums = new double[frames[frame].length];
      for (int i = 0; i < length; i++) {
        int at = Math.max(0, Math.min(frames.length - 1, frame + i - length / 2));
        for (int band = 0; band < sums.length; band++) {
          sums[band] += window[i] * frames[at][band];
        }
      }
      smoothed[frame] = new float[sums.length];
      for (int band = 0; band < sums.length; band++) {
        smoothed[frame][band] = (float) sums[band];
      }
    }
    return smoothed;
  }
}
