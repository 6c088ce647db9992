package io.partita.model.audio.vae;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.RmsLevel;
import io.partita.audio.Windows;
import io.partita.audio.compare.AudioDifference;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.MonoSound;
import io.partita.model.job.Generation;
import io.partita.model.latent.GivenFile;
import io.partita.objective.Excerpt;
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
 * @param windows its first ones, or the only one, at least one: values of each
 * @param window number of the only one, from 0; null of first ones
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AudioClip(
    GivenFile file,
    AudioInput input,
    String sha256,
    double durationS,
    float[] samples,
    List<float[]> windows,
    Integer window)
    implements Excerpt<float[]> {
  private static final String SILENCE = "silence";
  private static final String VOCODER = "vocoder";

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
        new AudioClip(
            file, input, sound.sha256(), durationS, levelled, cut(levelled, input, most), null);
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

  /** One window alone. */
  AudioClip at(int number) {
    return new AudioClip(
        file, input, sha256, durationS, samples, List.of(windows.get(number)), number);
  }

  @Override
  public List<float[]> examples() {
    return windows;
  }

  /** The samples that the windows are of. */
  @Override
  public Generation.Sound music() {
    long count = Math.round(windows.size() * AudioWindow.seconds(input) * input.sampleRateHz());
    float[] heard = Arrays.copyOf(samples, (int) Math.min(count, samples.length));
    return AudioSounds.sound(input, heard, AudioSounds.level(input, heard));
  }

  @Override
  public String place() {
    return "window " + window;
  }

  @Override
  public Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", file.path());
    origin.put("sha256", sha256);
    if (window == null) {
      origin.put("duration_s", durationS);
      origin.put("windows", windows.size());
      origin.put("window_s", AudioWindow.seconds(input));
    } else {
      origin.put("window", window);
      origin.put("start_s", window * AudioWindow.seconds(input));
    }
    return origin;
  }

  /** Beside the original, what silence and, of mel, the vocoder would be. */
  @Override
  public Comparison compared(List<float[]> decoded, long seed) {
    AudioComparison comparison = new AudioComparison(input);
    AudioDifference ours = new AudioDifference();
    AudioDifference silence = new AudioDifference();
    AudioDifference vocoder = new AudioDifference();
    List<Map<String, Object>> each = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      float[] original = windows.get(i);
      AudioDifference one = comparison.of(original, decoded.get(i));
      each.add(AudioComparison.fields(one.figures()));
      ours.add(one);
      comparison.add(original, comparison.silence(), silence);
      if (comparison.isVocoded()) {
        comparison.add(original, comparison.vocoded(original, seed), vocoder);
      }
    }
    Map<String, Object> fields = origin();
    fields.putAll(AudioComparison.fields(ours.figures()));
    fields.put(SILENCE, AudioComparison.fields(silence.figures()));
    fields.put(VOCODER, comparison.isVocoded() ? AudioComparison.fields(vocoder.figures()) : null);
    fields.put("each_window", each);
    return new Comparison(
        fields,
        String.format(
            Locale.ROOT,
            "%d windows: SNR %s dB, spectral convergence %s, log-mel off by %s dB",
            windows.size(),
            AudioComparison.text(fields.get(AudioComparison.SNR_DB), 2),
            AudioComparison.text(fields.get(AudioComparison.SPECTRAL_CONVERGENCE), 3),
            AudioComparison.text(fields.get(AudioComparison.LOG_MEL_MAE_DB), 2)));
  }
}
