package io.partita.model.job;

import java.util.Locale;

/**
 * Where a generation ends at the latest.
 *
 * @param count of units, without a prompt
 */
public record Length(Unit unit, double count) {
  /** What is counted; which of them a kind of model counts is its {@link Generator#lengths}. */
  public enum Unit {
    NOTES,
    BARS,
    SECONDS;

    /** As {@code bars}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
