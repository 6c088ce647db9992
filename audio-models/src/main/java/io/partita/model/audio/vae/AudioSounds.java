package io.partita.model.audio.vae;

import io.partita.audio.FastGriffinLim;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import io.partita.audio.RmsLevel;
import io.partita.model.audio.AudioInput;
import io.partita.model.job.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Windows as a model makes them, one after the other, as samples to be heard. */
final class AudioSounds {
  private AudioSounds() {}

  /**
   * @param windows values of each
   * @param seed of the phases that a mel is sounded with
   * @return at the input's rate
   */
  static float[] of(AudioInput input, List<float[]> windows, long seed) {
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
  static double level(AudioInput input, float[] samples) {
    return input.source() == AudioInput.Source.WAVE
        ? 1
        : Math.max(RmsLevel.LEAST, RmsLevel.of(samples));
  }

  /** Samples at a level. */
  static Generation.Sound sound(AudioInput input, float[] samples, double level) {
    return new Generation.Sound(samples, input.sampleRateHz(), OptionalDouble.of(level));
  }

  private static float[] vocoded(MelRecipe recipe, List<float[]> windows, long seed) {
    List<float[]> frames = new ArrayList<>();
    for (float[] window : windows) {
      frames.addAll(List.of(MelWindow.frames(window, recipe.nMels())));
    }
    return FastGriffinLim.invertPredicted(frames.toArray(float[][]::new), recipe, seed);
  }
}
