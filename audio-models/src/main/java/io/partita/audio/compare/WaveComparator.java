package io.partita.audio.compare;

import io.partita.MalformedInputException;
import io.partita.audio.LogBase;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelScale;
import io.partita.audio.Spectrogram;

/**
 * Compares windows of samples with their reconstructions. Spectra are by {@link #recipe}: at 22,050
 * Hz the transform and the bands of {@code hifigan-22k-80}, at other rates frames about as long and
 * bands about as wide.
 */
public final class WaveComparator {
  private static final double LONGEST_FRAME_S = 0.05;
  private static final double HIGHEST_HZ = 8000;
  private static final int BANDS_TO_THE_HIGHEST = 80;

  private final MelRecipe recipe;

  /**
   * @param sampleRateHz of the windows, 500 or more
   */
  public WaveComparator(int sampleRateHz) {
    recipe = recipe(sampleRateHz);
  }

  /**
   * What spectra are made by: frames as long as the largest power of two within 50 ms, a quarter of
   * that as hop, bands to 8 kHz or half the rate, as wide in mels as 80 of them up to 8 kHz. At
   * 3,000 Hz: 128 samples, hop 32, 36 bands to 1,500 Hz.
   */
  public static MelRecipe recipe(int sampleRateHz) {
    int nFft = Integer.highestOneBit((int) (sampleRateHz * LONGEST_FRAME_S));
    double fMaxHz = Math.min(HIGHEST_HZ, sampleRateHz / 2.0);
    double widths = (BANDS_TO_THE_HIGHEST + 1) * MelScale.mel(fMaxHz) / MelScale.mel(HIGHEST_HZ);
    return new MelRecipe(
        "wave-" + sampleRateHz,
        1,
        sampleRateHz,
        nFft,
        nFft,
        nFft / 4,
        (int) Math.round(widths) - 1,
        0,
        fMaxHz,
        LogBase.NATURAL);
  }

  /** The figures of one window; see {@link #add}. */
  public AudioFigures compare(float[] original, float[] reconstruction) {
    AudioDifference difference = new AudioDifference();
    add(original, reconstruction, difference);
    return difference.figures();
  }

  /**
   * Adds the difference of a window to a sum. What silence scores comes of a reconstruction of
   * zeros.
   *
   * @param original samples, {@link MelRecipe#minSamples} of the recipe at least
   * @param reconstruction as many samples
   */
  public void add(float[] original, float[] reconstruction, AudioDifference into) {
    if (original.length != reconstruction.length) {
      throw new IllegalArgumentException(
          "The original has %s samples, its reconstruction %s"
              .formatted(original.length, reconstruction.length));
    }
    double squares = 0;
    double squaredErrors = 0;
    for (int i = 0; i < original.length; i++) {
      double error = (double) reconstruction[i] - original[i];
      squares += (double) original[i] * original[i];
      squaredErrors += error * error;
    }
    into.addSignal(squares, squaredErrors);
    addMagnitudes(
        Spectrogram.magnitudes(original, recipe),
        Spectrogram.magnitudes(reconstruction, recipe),
        into);
    addLogMels(logMel(original), logMel(reconstruction), into);
  }

  private static void addMagnitudes(float[][] of, float[][] again, AudioDifference into) {
    double squares = 0;
    double squaredErrors = 0;
    for (int frame = 0; frame < of.length; frame++) {
      for (int bin = 0; bin < of[frame].length; bin++) {
        double error = (double) again[frame][bin] - of[frame][bin];
        squares += (double) of[frame][bin] * of[frame][bin];
        squaredErrors += error * error;
      }
    }
    into.addMagnitudes(squares, squaredErrors);
  }

  private void addLogMels(float[][] of, float[][] again, AudioDifference into) {
    double errors = 0;
    long count = 0;
    for (int frame = 0; frame < of.length; frame++) {
      for (int mel = 0; mel < of[frame].length; mel++) {
        errors += Math.abs((double) again[frame][mel] - of[frame][mel]);
        count++;
      }
    }
    into.addLogMels(errors * recipe.logBase().decibels(), count);
  }

  /** The mel that differences are of, [frame][band]. */
  public float[][] logMel(float[] samples) {
    try {
      return LogMel.of(samples, recipe);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
