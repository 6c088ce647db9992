package io.partita.models.cvae;

import io.partita.audio.FastGriffinLim;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import io.partita.audio.RmsLevel;
import io.partita.model.cvae.CvaeInput;
import java.util.ArrayList;
import java.util.List;

/** Windows as a model makes them, one after the other, as samples to be heard. */
final class AudioSounds {
  /** No log-mel of samples in [−1, 1] is above it by the shipped recipes. */
  private static final float LOUDEST = 4;

  private AudioSounds() {}

  /**
   * @param windows values of each
   * @param seed of the phases that a mel is sounded with
   * @return at the input's rate
   */
  static float[] of(CvaeInput input, List<float[]> windows, long seed) {
    if (input.recipe().isPresent()) {
      return vocoded(input.recipe().get(), windows, seed);
    }
    float[] samples = new float[windows.size() * input.length()];
    for (int i = 0; i < windows.size(); i++) {
      System.arraycopy(windows.get(i), 0, samples, i * input.length(), input.length());
    }
    return samples;
  }

  /**
   * The level that a model's samples have, or that of samples themselves where models have none.
   */
  static double level(CvaeInput input, float[] samples) {
    return input.source() == CvaeInput.Source.WAVE
        ? 1
        : Math.max(RmsLevel.LEAST, RmsLevel.of(samples));
  }

  private static float[] vocoded(MelRecipe recipe, List<float[]> windows, long seed) {
    List<float[]> frames = new ArrayList<>();
    for (float[] window : windows) {
      for (float[] frame : MelWindow.frames(window, recipe.nMels())) {
        for (int band = 0; band < frame.length; band++) {
          frame[band] = Math.min(LOUDEST, frame[band]);
        }
        frames.add(frame);
      }
    }
    return FastGriffinLim.invert(
        frames.toArray(float[][]::new), recipe, FastGriffinLim.ITERATIONS, seed);
  }
}
