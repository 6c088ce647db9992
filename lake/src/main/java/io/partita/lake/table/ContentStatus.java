package io.partita.lake.table;

import java.util.Locale;

/** What became of a file's content, as tables and run reports say it. */
public enum ContentStatus {
  OK,
  /** Kept, with something tolerated or mended. */
  REPAIRED,
  /** In quarantine. */
  REJECTED;

  /** The word in a column {@code status}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
