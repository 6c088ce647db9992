package io.partita.model.train;

/**
 * When a training is validated, and on how much. To score an example costs some .4 of what it costs
 * to train on it (a MusicVAE, measured), so that a validation of a quarter as many examples as were
 * trained on since the one before takes a tenth of the time. Examples are counted and no time is
 * taken: the same training is validated at the same places anywhere.
 *
 * @param epochs there will be
 * @param examples trained on in an epoch
 * @param heldOut scored by each validation; 0 where there are none
 * @param observed computed at each look of an {@link EpochObserver}; 0 if absent
 * @param every iterations from one validation to the next, and after the last epoch; 0 for the ends
 *     of so many epochs that validation takes a tenth of the time at most
 */
record ValidationPlan(int epochs, long examples, long heldOut, long observed, int every) {
  /** Examples of training that tell whether new weights are sound. */
  static final int FEW = 256;

  /** What is scored of training beside a validation costs less than it, if not next to nothing. */
  private static final int SAMPLE_SHARE = 16;

  private static final int SCORED_SHARE = 4;

  /** Of a training that nobody looks at. */
  ValidationPlan(int epochs, long examples, long heldOut, int every) {
    this(epochs, examples, heldOut, 0, every);
  }

  /** How many examples of training are scored beside those that are held out, at most. */
  long sample() {
    return Math.min(heldOut, Math.max(FEW, examples / SAMPLE_SHARE));
  }

  /**
   * Epochs from one validation to the next, where no number of iterations is given. Twice {@link
   * #FEW} are scored in no time worth saving.
   */
  long epochsBetween() {
    long scored = heldOut + sample() + observed;
    return scored <= 2 * FEW ? 1 : (scored * SCORED_SHARE + examples - 1) / examples;
  }

  /**
   * Whether a round is followed by a validation.
   *
   * @param before iterations before the round
   * @param after iterations after it
   * @param finished epochs that end with this round, counted from the first; 0 where none does
   */
  boolean isDue(long before, long after, int finished) {
    if (heldOut == 0) {
      return false;
    }
    if (finished == epochs) {
      return true;
    }
    return every > 0
        ? after / every > before / every
        : finished > 0 && finished % epochsBetween() == 0;
  }

  /**
   * Whether a round is followed by a look.
   *
   * @param finished epochs that end with it; 0 where none does
   */
  boolean isObserved(int finished) {
    return observed > 0 && finished > 0 && (finished == epochs || finished % epochsBetween() == 0);
  }
}
