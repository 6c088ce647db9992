package io.partita.audio;

import io.partita.Mistake;
import io.partita.UserException;

/**
 * Samples from log-mel frames without any weights: non-negative magnitudes by least squares, then
 * phases by the fast Griffin-Lim algorithm with a momentum of 0.99.
 */
public final class FastGriffinLim {
  /** Iterations after which little is left to gain. */
  public static final int ITERATIONS = 60;

  static final double MOMENTUM = 0.99;

  /** Samples in [-1, 1] stay below e⁴ in the shipped recipes; decibels and such do not. */
  private static final double LARGEST_MAGNITUDE = 1e4;

  /** No log-mel of samples in [−1, 1] is above it by the shipped recipes. */
  private static final float LARGEST_PREDICTED = 4;

  private FastGriffinLim() {}

  /**
   * Samples whose log-mel frames are near the given ones. About 1 MB of memory a second of audio.
   *
   * @param frames [nFrames][nMels] by {@link LogMel}, float16 rounding included
   * @param iterations 0 leaves the random phases; {@link #ITERATIONS} is a good number
   * @param seed of the first phases: the same seed gives the same samples
   * @return nFrames · hop samples at the recipe's rate, about as loud as what the frames are of;
   *     not limited to [-1, 1]
   * @throws UserException where the frames cannot be of the recipe
   */
  public static float[] invert(float[][] frames, MelRecipe recipe, int iterations, long seed) {
    check(frames, recipe);
    if (iterations < 0) {
      throw new IllegalArgumentException("iterations must be 0 or more, but is " + iterations);
    }
    if (frames.length == 0) {
      return new float[0];
    }
    PhaseSearch search = new PhaseSearch(recipe, magnitudes(frames, recipe), MOMENTUM, seed);
    for (int i = 0; i < iterations; i++) {
      search.iterate();
    }
    return search.samples();
  }

  /**
   * Samples of frames that a model predicts, which may be louder than any sound: values above 4 are
   * taken as 4.
   *
   * @param frames [nFrames][nMels], left as they are
   * @param seed of the first phases
   * @return as {@link #invert} gives after {@link #ITERATIONS}
   * @throws UserException where the frames cannot be of the recipe
   */
  public static float[] invertPredicted(float[][] frames, MelRecipe recipe, long seed) {
    float[][] capped = new float[frames.length][];
    for (int frame = 0; frame < frames.length; frame++) {
      capped[frame] = frames[frame].clone();
      for (int band = 0; band < capped[frame].length; band++) {
        capped[frame][band] = Math.min(LARGEST_PREDICTED, capped[frame][band]);
      }
    }
    return invert(capped, recipe, ITERATIONS, seed);
  }

  /** [nFrames][nFft / 2 + 1]. */
  static float[][] magnitudes(float[][] frames, MelRecipe recipe) {
    MelInverse inverse = new MelInverse(recipe);
    double[] magnitudes = new double[recipe.nFft() / 2 + 1];
    float[][] all = new float[frames.length][magnitudes.length];
    for (int frame = 0; frame < frames.length; frame++) {
      inverse.magnitudes(frames[frame], magnitudes);
      for (int bin = 0; bin < magnitudes.length; bin++) {
        all[frame][bin] = (float) magnitudes[bin];
      }
    }
    return all;
  }

  private static void check(float[][] frames, MelRecipe recipe) {
    for (int frame = 0; frame < frames.length; frame++) {
      if (frames[frame].length != recipe.nMels()) {
        throw new UserException(
            Mistake.MISMATCH,
            ("Recipe %s has %s mels, but frame %s has %s. Name the recipe that made the "
                    + "frames.")
                .formatted(recipe.name(), recipe.nMels(), frame, frames[frame].length));
      }
      for (float value : frames[frame]) {
        // NaN fails, too; what is below silence is silence.
        if (!(recipe.logBase().power(value) < LARGEST_MAGNITUDE)) {
          throw new UserException(
              Mistake.MISMATCH,
              ("Frame %s holds %s, too much for a logarithm of mel magnitudes by recipe %s. "
                      + "Give log-mel frames, not magnitudes, powers or decibels.")
                  .formatted(frame, value, recipe.name()));
        }
      }
    }
  }
}
