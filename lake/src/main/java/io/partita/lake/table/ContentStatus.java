package io.partita.lake.table;

import io.partita.Labelled;

/** What became of a file's content, as tables and run reports say it. */
public enum ContentStatus implements Labelled {
  OK,
  /** Kept, with something tolerated or mended. */
  REPAIRED,
  /** In quarantine. */
  REJECTED;
}
