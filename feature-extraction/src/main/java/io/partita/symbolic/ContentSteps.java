package io.partita.symbolic;

import io.partita.score.Division;

/**
 * Onsets as hashes of contents take them: in 24ths of a quarter, or in 10 ms for SMPTE divisions. A
 * tick is numerator / denominator steps, rounded half up in exact integers.
 */
public record ContentSteps(long numerator, long denominator) {
  private static final int STEPS_PER_QUARTER = 24;
  private static final int STEPS_PER_SECOND = 100;

  /** The steps of a file's ticks. */
  public static ContentSteps of(Division division) {
    if (!division.isSmpte()) {
      return new ContentSteps(STEPS_PER_QUARTER, division.ticksPerQuarter());
    }
    boolean dropFrame = division.framesPerSecond() == 29;
    long framesPer1001S = dropFrame ? 30_000 : division.framesPerSecond();
    return new ContentSteps(
        STEPS_PER_SECOND * (dropFrame ? 1001L : 1L), framesPer1001S * division.ticksPerFrame());
  }

  /** The step of a tick. */
  public long at(long tick) {
    long whole = tick / denominator;
    long rest = tick % denominator;
    return whole * numerator + (2 * numerator * rest + denominator) / (2 * denominator);
  }
}
