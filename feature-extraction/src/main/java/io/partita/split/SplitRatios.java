package io.partita.split;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How a data set is cut: {@code [0, trainEnd)} is train, {@code [trainEnd, validationEnd)}
 * validation, {@code [validationEnd, 1)} test.
 *
 * @param trainEnd the share of train, 0 to 1
 * @param validationEnd the share of train and validation, {@code trainEnd} to 1
 */
public record SplitRatios(double trainEnd, double validationEnd) implements Serializable {
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,9})?");
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  public SplitRatios {
    if (!(0 <= trainEnd && trainEnd <= validationEnd && validationEnd <= 1)) {
      throw new IllegalArgumentException(
          "Split bounds must rise from 0 to 1, not " + trainEnd + " and " + validationEnd);
    }
  }

  /**
   * Reads percentages of train, validation and test, as {@code 90/5/5} or {@code 33.4/33.3/33.3}.
   *
   * @throws IllegalArgumentException unless these are three numbers that sum to 100; its message is
   *     meant for the person who wrote them
   */
  public static SplitRatios parse(String text) {
    String[] parts = text.strip().split("/", -1);
    if (parts.length != Split.values().length) {
      throw wrong(text, "it has " + parts.length + " parts");
    }
    BigDecimal[] percents = new BigDecimal[parts.length];
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < parts.length; i++) {
      if (!PERCENT.matcher(parts[i].strip()).matches()) {
        throw wrong(text, "'" + parts[i] + "' is no percentage");
      }
      percents[i] = new BigDecimal(parts[i].strip());
      sum = sum.add(percents[i]);
    }
    if (sum.compareTo(HUNDRED) != 0) {
      throw wrong(text, "it sums to " + sum.toPlainString());
    }
    return new SplitRatios(
        percents[0].movePointLeft(2).doubleValue(),
        percents[0].add(percents[1]).movePointLeft(2).doubleValue());
  }

  private static IllegalArgumentException wrong(String text, String reason) {
    return new IllegalArgumentException(
        "Write the splits as train/validation/test in percent that sum to 100, as 90/5/5: '"
            + text
            + "' does not, "
            + reason);
  }

  /** The split of a position in [0, 1). */
  public Split at(double position) {
    if (position < trainEnd) {
      return Split.TRAIN;
    }
    return position < validationEnd ? Split.VALIDATION : Split.TEST;
  }

  double start(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case VALIDATION -> trainEnd;
      case TEST -> validationEnd;
    };
  }

  double end(Split split) {
    return switch (split) {
      case TRAIN -> trainEnd;
      case VALIDATION -> validationEnd;
      case TEST -> 1;
    };
  }

  boolean isEmpty(Split split) {
    return start(split) == end(split);
  }

  /** How far a position outside a split is from the split's interval. */
  double distance(double position, Split split) {
    return Math.max(start(split) - position, position - end(split));
  }
}
