package io.partita.model.job;

import io.partita.Labelled;

/**
 * Where a generation ends at the latest.
 *
 * @param count of units, without a prompt
 */
public record Length(Unit unit, double count) {
  /** What is counted; which of them a kind of model counts is its {@link Generator#lengths}. */
  public enum Unit implements Labelled {
    NOTES,
    BARS,
    SECONDS;
  }
}
