package io.partita.split;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the folds of a cross-validation: the files of the splits train and validation are dealt
 * again, this fold is validated on, the others are trained on, and every other split stays as it
 * is.
 *
 * <p>Files of one split group, so those of equal content and of one song, are in one fold: it is
 * the rest of the first 64 bits of the SHA-256 of "fold " and the group's name, taken as a number
 * from 0 on, divided by the number of folds. It depends on nothing else, above all not on the
 * group's split.
 *
 * @param number of this fold, 1 to {@code count}; 0 for no folds
 * @param count of folds, 2 to {@link #MAX_COUNT}; 0 for no folds
 */
public record Fold(int number, int count) implements Serializable {
  public static final int MAX_COUNT = 100;

  /** The splits as they are. */
  public static final Fold NONE = new Fold(0, 0);

  private static final String NO_FOLDS = "none";
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");

  public Fold {
    boolean isNone = number == 0 && count == 0;
    if (!isNone && (count < 2 || count > MAX_COUNT || number < 1 || number > count)) {
      throw new IllegalArgumentException(
          "a fold is 1/N to N/N with N from 2 to " + MAX_COUNT + ", not " + number + "/" + count);
    }
  }

  /**
   * Reads what {@link #toString} writes: {@code 2/5}, or {@code none}.
   *
   * @throws IllegalArgumentException saying, without a stop, what a fold is
   */
  public static Fold parse(String text) {
    if (text.equals(NO_FOLDS)) {
      return NONE;
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a fold is 1/N to N/N with N from 2 to " + MAX_COUNT + ", not " + text);
    }
    return new Fold(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether the splits are other ones than they are. */
  public boolean isDealt() {
    return count > 0;
  }

  /**
   * The split of a file where this fold is validated on.
   *
   * @param split as it is
   * @param group the file's split group; null where it has none, so that its split stays
   */
  public String splitOf(String split, String group) {
    boolean mayMove = Split.TRAIN.label().equals(split) || Split.VALIDATION.label().equals(split);
    if (!isDealt() || !mayMove || group == null) {
      return split;
    }
    return foldOf(group) == number ? Split.VALIDATION.label() : Split.TRAIN.label();
  }

  /** The fold of a group, from 1. */
  private int foldOf(String group) {
    return (int) Long.remainderUnsigned(HashIndex.key("fold " + group), count) + 1;
  }

  /** What people and cards call a split of {@link #splitOf}. */
  public String name(String split) {
    if (isDealt() && split.equals(Split.TRAIN.label())) {
      return "train without fold " + this;
    }
    return isDealt() && split.equals(Split.VALIDATION.label()) ? "fold " + this : split;
  }

  /** The split that has a {@link #name}; other texts stay. */
  public String split(String name) {
    for (Split split : Split.values()) {
      if (name(split.label()).equals(name)) {
        return split.label();
      }
    }
    return name;
  }

  @Override
  public String toString() {
    return isDealt() ? number + "/" + count : NO_FOLDS;
  }
}
