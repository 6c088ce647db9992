package io.partita.model.audio;

import static io.partita.model.HyperParameters.require;

import io.partita.audio.LogBase;
import io.partita.audio.MelRecipe;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * The form of an example of audio: a window of log-mel or of samples.
 *
 * @param source of its numbers
 * @param sampleRateHz of the samples, or of those that the mel is of
 * @param bands of the mel; 1 for waves
 * @param length frames of the mel, or samples
 */
public record AudioInput(Source source, int sampleRateHz, int bands, int length)
    implements Serializable {
  /** Where windows come from. */
  public enum Source {
    /** Log-mel as in the table {@code mel}, natural logarithms, [band][frame] row after row. */
    MEL,

    /** Samples of a clip at RMS 1: the clip's RMS, not the window's. */
    WAVE,

    /** Samples of a clip as they were decoded, −1 … 1. */
    DECODED_WAVE
  }

  private static final int MOST = 1 << 20;

  public AudioInput {
    Objects.requireNonNull(source, "source");
    require(
        sampleRateHz >= 1 && sampleRateHz <= 384_000, "sampleRateHz", sampleRateHz, "1 … 384000");
    require(bands >= 1 && bands <= 1024, "bands", bands, "1 … 1024");
    require(length >= 1 && length <= MOST / bands, "length", length, "1 … 2^20 / bands");
    require(source == Source.MEL || bands == 1, "bands", bands, "1 … 1, as of all waves");
  }

  /** Numbers of a window. */
  public int size() {
    return bands * length;
  }

  /** The recipe of the mel: the shipped one of this rate and so many bands; empty for waves. */
  public Optional<MelRecipe> recipe() {
    return MelRecipe.SHIPPED.stream()
        .filter(recipe -> source == Source.MEL && recipe.logBase() == LogBase.NATURAL)
        .filter(recipe -> recipe.sampleRateHz() == sampleRateHz && recipe.nMels() == bands)
        .findFirst();
  }
}
