package io.partita.option;

import io.partita.Mistake;
import io.partita.UserException;

/** Ranges of options: a value outside of one is a user's mistake, said the same way everywhere. */
public final class OptionRange {
  private OptionRange() {}

  /**
   * @param isGood whether the value is in its range
   * @param rule of the option, as {@code --top must be 1 to 50}
   * @param given the value, for the message
   * @throws UserException where it is not
   */
  public static void require(boolean isGood, String rule, Object given) {
    if (!isGood) {
      throw new UserException(Mistake.BAD_OPTION, rule + ", not " + given + ".");
    }
  }

  /**
   * @param given null where the option was not given, which is no mistake
   * @throws UserException where it is below the least
   */
  public static void atLeast(String option, int least, Integer given) {
    require(given == null || given >= least, option + " must be at least " + least, given);
  }
}
