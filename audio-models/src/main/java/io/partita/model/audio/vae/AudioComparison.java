package io.partita.model.audio.vae;

import io.partita.audio.FastGriffinLim;
import io.partita.audio.compare.AudioDifference;
import io.partita.audio.compare.AudioFigures;
import io.partita.audio.compare.MelComparator;
import io.partita.audio.compare.WaveComparator;
import io.partita.model.audio.AudioInput;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How near what a model makes of windows is to them, and what silence and a vocoder make. */
public final class AudioComparison {
  public static final String SNR_DB = "snr_db";
  public static final String SPECTRAL_CONVERGENCE = "spectral_convergence";
  public static final String LOG_MEL_MAE_DB = "log_mel_mae_db";

  private final AudioInput input;

  /** One of them is null. */
  private final MelComparator mel;

  private final WaveComparator wave;

  public AudioComparison(AudioInput input) {
    this.input = input;
    this.mel = input.recipe().map(MelComparator::new).orElse(null);
    this.wave = mel == null ? new WaveComparator(input.sampleRateHz()) : null;
  }

  /** Adds a window's difference. */
  public void add(float[] original, float[] made, AudioDifference into) {
    if (mel == null) {
      wave.add(original, made, into);
    } else {
      mel.add(original, made, into);
    }
  }

  /** The difference of one window. */
  public AudioDifference of(float[] original, float[] made) {
    AudioDifference difference = new AudioDifference();
    add(original, made, difference);
    return difference;
  }

  /** A window of silence. */
  public float[] silence() {
    return mel == null ? new float[input.size()] : mel.silence(input.size());
  }

  /** Whether there is a vocoder between a window and its sound. */
  public boolean isVocoded() {
    return mel != null;
  }

  /** A mel as it is once it was sounded: nothing that is made of it can be heard to be nearer. */
  public float[] vocoded(float[] original, long seed) {
    return mel.vocoded(original, FastGriffinLim.ITERATIONS, seed);
  }

  /** Figures by their names; those that are no number are null, as JSON has none. */
  public static Map<String, Object> fields(AudioFigures figures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    numbers(figures)
        .forEach((name, number) -> fields.put(name, Double.isFinite(number) ? number : null));
    return fields;
  }

  /** A figure of {@link #fields} for a person: without a sound, some have no value. */
  public static String text(Object field, int decimals) {
    return field instanceof Double number
        ? String.format(Locale.ROOT, "%." + decimals + "f", number)
        : "unknown";
  }

  public static Map<String, Double> numbers(AudioFigures figures) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(SNR_DB, figures.snrDb());
    numbers.put(SPECTRAL_CONVERGENCE, figures.spectralConvergence());
    numbers.put(LOG_MEL_MAE_DB, figures.logMelMaeDb());
    return numbers;
  }
}
