package io.partita.kind.cvae;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.RmsLevel;
import io.partita.audio.Windows;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.MonoSound;
import io.partita.model.latent.GivenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An audio file that a command is given, in windows as a model takes them.
 *
 * @param sha256 of its bytes
 * @param durationS of all of it
 * @param samples of all of it, mono at the model's rate; those of waves at the model's level
 * @param windows its first ones, at least one: values of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AudioClip(
    GivenFile file,
    AudioInput input,
    String sha256,
    double durationS,
    float[] samples,
    List<float[]> windows) {
  /**
   * Decodes a file.
   *
   * @param most windows, from the first
   * @throws UserException where it is missing, is no audio, is silent, or too short for a window
   */
  static AudioClip read(GivenFile file, AudioInput input, int most) throws IOException {
    MonoSound sound = MonoSound.read(file, input.sampleRateHz());
    float[] samples = sound.samples();
    double durationS = sound.summary().durationS();
    float[] levelled =
        input.source() == AudioInput.Source.WAVE
            ? RmsLevel.normalised(samples)
                .orElseThrow(() -> new UserException(Mistake.NO_DATA, file.given() + " is silent."))
            : samples;
    AudioClip clip =
        new AudioClip(file, input, sound.sha256(), durationS, levelled, cut(levelled, input, most));
    if (clip.windows.isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          String.format(
              Locale.ROOT,
              "%s lasts %.2f s: too short for a window of the model, %.2f s, of which it may lack a"
                  + " fifth.",
              file.given(),
              durationS,
              AudioWindow.seconds(input)));
    }
    return clip;
  }

  private static List<float[]> cut(float[] samples, AudioInput input, int most) {
    Windows cutting = new Windows(input.length());
    float[][] frames = input.recipe().map(recipe -> frames(samples, recipe)).orElse(null);
    long count = cutting.count(frames == null ? samples.length : frames.length);
    List<float[]> windows = new ArrayList<>();
    for (int window = 0; window < Math.min(most, count); window++) {
      windows.add(
          frames == null
              ? cutting.cut(samples, window)
              : cutting.cut(frames, window, input.recipe().orElseThrow()));
    }
    return windows;
  }

  private static float[][] frames(float[] samples, MelRecipe recipe) {
    if (samples.length < recipe.minSamples()) {
      return new float[0][];
    }
    try {
      return LogMel.of(samples, recipe);
    } catch (MalformedInputException e) {
      throw new IllegalStateException("Samples enough for a frame have one", e);
    }
  }

  /** The windows as a model takes them. */
  List<int[]> examples() {
    return windows.stream().map(AudioWindow::example).toList();
  }

  /** The samples that the windows are of. */
  float[] heard() {
    long heard = Math.round(windows.size() * AudioWindow.seconds(input) * input.sampleRateHz());
    return Arrays.copyOf(samples, (int) Math.min(heard, samples.length));
  }

  /** Where a window comes from, for the JSON file. */
  Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", file.path());
    origin.put("sha256", sha256);
    origin.put("duration_s", durationS);
    origin.put("windows", windows.size());
    origin.put("window_s", AudioWindow.seconds(input));
    return origin;
  }
}
