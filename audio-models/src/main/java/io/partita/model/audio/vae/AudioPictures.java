package io.partita.model.audio.vae;

import io.partita.MalformedInputException;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import io.partita.audio.compare.WaveComparator;
import io.partita.model.audio.AudioInput;
import io.partita.picture.AudioPanels;
import java.util.Arrays;
import java.util.List;

/** Windows as pictures: waveforms and log-mels, or of several sounds one of both each. */
final class AudioPictures {
  private static final int MOST_COLUMNS = 4;

  private AudioPictures() {}

  /**
   * Windows one after the other over what was made of them: waveforms, then log-mels.
   *
   * @param seed of the phases that a mel is sounded with
   */
  static byte[] pair(
      String title, AudioInput input, List<float[]> originals, List<float[]> made, long seed) {
    float[] original = AudioSounds.of(input, originals, seed);
    float[] again = AudioSounds.of(input, made, seed);
    int rateHz = input.sampleRateHz();
    MelRecipe recipe = recipe(input);
    return new AudioPanels(1)
        .wave("original", original, rateHz)
        .wave("reconstruction", again, rateHz)
        .mel("original", mel(input, originals, original), recipe)
        .mel("reconstruction", mel(input, made, again), recipe)
        .png(title);
  }

  /**
   * Sounds of a window each, beside and below each other: log-mels, or waveforms of waves.
   *
   * @param captions one for each window
   */
  static byte[] each(String title, AudioInput input, List<String> captions, List<float[]> windows) {
    AudioPanels panels = new AudioPanels(Math.min(MOST_COLUMNS, windows.size()));
    for (int i = 0; i < windows.size(); i++) {
      float[] window = windows.get(i);
      if (input.source() == AudioInput.Source.MEL) {
        panels.mel(captions.get(i), MelWindow.frames(window, input.bands()), recipe(input));
      } else {
        panels.wave(captions.get(i), window, input.sampleRateHz());
      }
    }
    return panels.png(title);
  }

  private static MelRecipe recipe(AudioInput input) {
    return input.recipe().orElseGet(() -> WaveComparator.recipe(input.sampleRateHz()));
  }

  private static float[][] mel(AudioInput input, List<float[]> windows, float[] samples) {
    if (input.source() == AudioInput.Source.MEL) {
      return windows.stream()
          .flatMap(window -> Arrays.stream(MelWindow.frames(window, input.bands())))
          .toArray(float[][]::new);
    }
    try {
      return LogMel.of(samples, recipe(input));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
