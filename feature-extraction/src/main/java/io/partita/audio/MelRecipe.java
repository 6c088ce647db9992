package io.partita.audio;

import java.util.List;
import java.util.Optional;

/**
 * How samples become log-mel frames, as data; {@link LogMel} follows it and tables name it.
 *
 * <p>Samples in [-1, 1] are mirrored at both ends without repeating the end sample, {@link
 * #padding} on each side; frames start every {@code hop} samples of that, not centred. A frame is
 * windowed by a periodic Hann window, centred in {@code nFft}, and transformed; magnitudes are
 * sqrt(re² + im² + 1e-9); {@code nMels} triangles on Slaney's mel scale, of area 1 per Hz ("Slaney
 * norm") and kept as float32, weigh them; the logarithm is of max(·, 1e-5).
 *
 * @param name as tables and options spell it
 * @param version number that counts up when the same name begins to give other numbers
 * @param sampleRateHz of the samples
 * @param nFft length of the transform, samples
 * @param windowLength samples, {@code nFft} at most
 * @param hop samples from one frame to the next
 * @param nMels triangles, hence values a frame
 * @param fMinHz start of the first triangle
 * @param fMaxHz end of the last triangle, half the rate at most
 * @param logBase of the logarithm
 */
public record MelRecipe(
    String name,
    int version,
    int sampleRateHz,
    int nFft,
    int windowLength,
    int hop,
    int nMels,
    double fMinHz,
    double fMaxHz,
    LogBase logBase) {

  /** Added to every squared magnitude. */
  static final double POWER_EPSILON = 1e-9;

  /** Mel magnitudes below it count as it: ln 1e-5 = -11.512925 is silence. */
  static final double MAGNITUDE_FLOOR = 1e-5;

  /** HiFi-GAN's and the default: 22,050 Hz, 80 mels to 8 kHz, 86 frames a second. */
  public static final MelRecipe HIFIGAN_22K_80 =
      new MelRecipe("hifigan-22k-80", 1, 22_050, 1024, 1024, 256, 80, 0, 8000, LogBase.NATURAL);

  /** 16,000 Hz, 64 mels to 8 kHz, 100 frames a second. */
  public static final MelRecipe MEL_16K_64 =
      new MelRecipe("mel-16k-64", 1, 16_000, 1024, 1024, 160, 64, 0, 8000, LogBase.NATURAL);

  /** The recipes with a name. */
  public static final List<MelRecipe> SHIPPED = List.of(HIFIGAN_22K_80, MEL_16K_64);

  /** Checks that the numbers fit together. */
  public MelRecipe {
    require(sampleRateHz > 0, "sampleRateHz must be positive, but is " + sampleRateHz);
    require(nFft >= 4 && nFft % 2 == 0, "nFft must be even and 4 or more, but is " + nFft);
    require(
        windowLength > 0 && windowLength <= nFft,
        "windowLength must be 1 to nFft = " + nFft + ", but is " + windowLength);
    require(
        hop > 0 && hop <= nFft && (nFft - hop) % 2 == 0,
        "hop must be 1 to nFft = " + nFft + " and even as it is, but is " + hop);
    require(nMels > 0, "nMels must be positive, but is " + nMels);
    require(
        0 <= fMinHz && fMinHz < fMaxHz && fMaxHz <= sampleRateHz / 2.0,
        "fMinHz and fMaxHz must ascend within 0 to "
            + sampleRateHz / 2.0
            + ", but are "
            + fMinHz
            + " and "
            + fMaxHz);
  }

  /** The shipped recipe of a name. */
  public static Optional<MelRecipe> named(String name) {
    return SHIPPED.stream().filter(recipe -> recipe.name.equals(name)).findFirst();
  }

  /** Samples mirrored before the first and after the last one. */
  public int padding() {
    return (nFft - hop) / 2;
  }

  /** The fewest samples that give a frame. */
  public int minSamples() {
    return Math.max(padding() + 1, hop);
  }

  /** Of silence, and the least that a frame can hold. */
  public double silence() {
    return logBase.log(MAGNITUDE_FLOOR);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
