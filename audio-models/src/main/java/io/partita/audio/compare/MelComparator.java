package io.partita.audio.compare;

import io.partita.MalformedInputException;
import io.partita.audio.FastGriffinLim;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import java.util.Arrays;

/**
 * Compares log-mel windows, [bands][frames] in a row, with their reconstructions. Signal and
 * magnitudes are the mel magnitudes themselves, as there are no phases: convergence and SNR then
 * say the same, 10^(−SNR / 20).
 */
public final class MelComparator {
  private final MelRecipe recipe;

  public MelComparator(MelRecipe recipe) {
    this.recipe = recipe;
  }

  /** The figures of one window; see {@link #add}. */
  public AudioFigures compare(float[] original, float[] reconstruction) {
    AudioDifference difference = new AudioDifference();
    add(original, reconstruction, difference);
    return difference.figures();
  }

  /**
   * Adds the difference of a window to a sum.
   *
   * @param original logarithms by the recipe
   * @param reconstruction as many; below the recipe's silence they count as it
   */
  public void add(float[] original, float[] reconstruction, AudioDifference into) {
    if (original.length != reconstruction.length) {
      throw new IllegalArgumentException(
          "The original has %s values, its reconstruction %s"
              .formatted(original.length, reconstruction.length));
    }
    double squares = 0;
    double squaredErrors = 0;
    double logErrors = 0;
    for (int i = 0; i < original.length; i++) {
      double of = Math.max(recipe.silence(), original[i]);
      double again = Math.max(recipe.silence(), reconstruction[i]);
      double magnitude = recipe.logBase().power(of);
      double error = recipe.logBase().power(again) - magnitude;
      squares += magnitude * magnitude;
      squaredErrors += error * error;
      logErrors += Math.abs(again - of);
    }
    into.addSignal(squares, squaredErrors);
    into.addMagnitudes(squares, squaredErrors);
    into.addLogMels(logErrors * recipe.logBase().decibels(), original.length);
  }

  /** What silence is as a reconstruction of a window of {@code length} values. */
  public float[] silence(int length) {
    float[] silence = new float[length];
    Arrays.fill(silence, (float) recipe.silence());
    return silence;
  }

  /**
   * A window sounded by {@link FastGriffinLim} and analysed again: compared with the window it came
   * from, the ceiling of what is heard of any reconstruction.
   *
   * @param window of two frames at least, or more where the recipe's padding is longer
   * @param iterations as {@link FastGriffinLim#ITERATIONS}
   * @param seed of the first phases
   */
  public float[] vocoded(float[] window, int iterations, long seed) {
    float[][] frames = MelWindow.frames(window, recipe.nMels());
    try {
      return MelWindow.of(
          LogMel.of(FastGriffinLim.invert(frames, recipe, iterations, seed), recipe));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
