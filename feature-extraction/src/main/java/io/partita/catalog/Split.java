package io.partita.catalog;

import java.util.Locale;

/** The part of a data set that a file belongs to. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The word in the {@code split} column: {@code train}, {@code validation}, {@code test}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
