package io.partita.split;

import io.partita.Labelled;
import java.util.Arrays;
import java.util.Locale;

/** The part of a data set that a file belongs to. */
public enum Split implements Labelled {
  TRAIN,
  VALIDATION,
  TEST;

  /**
   * The split of a label.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Split labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** A catalog's word as the {@code split} column has it: for {@code training} it is train. */
  public static String labelOf(String word) {
    return word.equals("training") ? TRAIN.label() : word;
  }

  /**
   * Whether a catalog's word means one of these: {@code train}, which some call {@code training},
   * {@code validation} or {@code test}.
   */
  public static boolean isKnown(String word) {
    return Arrays.stream(values()).anyMatch(split -> split.label().equals(labelOf(word)));
  }
}
