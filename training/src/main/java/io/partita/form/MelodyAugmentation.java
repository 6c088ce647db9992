package io.partita.form;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.Augmentation;
import java.util.SplittableRandom;

/** Melodies sung in other keys: each slice is shifted by −5 to 6 semitones, all of them alike. */
public record MelodyAugmentation() implements Augmentation<int[]> {
  private static final String TRANSPOSE = "transpose";
  private static final String ALL = "all";

  /** One in each of the twelve keys. */
  private static final int LOWEST = -5;

  private static final int HIGHEST = 6;

  /**
   * As the user names it.
   *
   * @throws UserException when there is no such change
   */
  static MelodyAugmentation named(String names) {
    if (!names.equals(TRANSPOSE) && !names.equals(ALL)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--augment knows no '%s'; there are %s, and %s.".formatted(names, TRANSPOSE, ALL));
    }
    return new MelodyAugmentation();
  }

  /** As {@link #named} takes it. */
  @Override
  public String option() {
    return TRANSPOSE;
  }

  @Override
  public int[] of(int[] slice, long seed) {
    return Transposition.shifted(slice, new SplittableRandom(seed).nextInt(LOWEST, HIGHEST + 1));
  }
}
