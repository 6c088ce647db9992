package io.partita.audio.compare;

import io.partita.audio.MelRecipe;
import java.io.Serializable;

/**
 * What a recording is recognised by: it and an excerpt of it, a copy at another level, rate or bit
 * rate, or with a little noise (−40 dB).
 *
 * <ul>
 *   <li>{@code cells}: the log-mels smoothed over 16 frames and reduced to 21.5 frames a second of
 *       20 bands, 430 bytes a second. Where they correlate by {@link #SAME} or more, it is the same
 *       recording ({@link PrintCorrelation}).
 *   <li>{@code keys}: hashes of where its peaks lie to each other ({@link PrintKeys}), about 20 a
 *       second. Prints that share {@link #LEAST_SHARED} of them are worth correlating, others are
 *       not: {@link SameAudio} finds them without looking at every two.
 * </ul>
 *
 * <p>At most 160 KiB of cells and 32 KiB of keys: of a recording longer than 6 minutes and 20
 * seconds, what follows is not looked at.
 *
 * @param cells [cells][{@link #BANDS}], frame after frame, unsigned: steps of 1/16 above silence
 * @param keys in ascending order, each once
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
public record AudioPrint(byte[] cells, long[] keys) implements Serializable {
  /** Of the frames that prints are made of. */
  public static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  /** The least correlation of the same recording. */
  public static final double SAME = 0.98;

  /** The fewest keys that prints of the same recording share. */
  public static final int LEAST_SHARED = 4;

  /** Bands of a cell's frame. */
  static final int BANDS = 20;

  /** Frames of a mel from one frame of cells to the next. */
  static final int HOP = 4;

  /** Frames of a mel that are looked at. */
  static final int MOST_FRAMES = 1 << 15;

  /**
   * @param frames [frames][80], natural logarithms by {@link #RECIPE}
   */
  public static AudioPrint of(float[][] frames) {
    AudioPrinter printer = new AudioPrinter();
    for (float[] frame : frames) {
      printer.frame(frame);
    }
    return printer.print();
  }

  /** How many frames of cells there are. */
  int frames() {
    return cells.length / BANDS;
  }

  /** Seconds that a number of frames of cells last. */
  static double seconds(double frames) {
    return frames * HOP * RECIPE.hop() / RECIPE.sampleRateHz();
  }

  /** Whether both are of the same recording. */
  public boolean isSame(AudioPrint other) {
    return PrintCorrelation.of(this, other).correlation() >= SAME;
  }
}
