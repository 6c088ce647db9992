package io.partita.catalog;

import io.partita.Fault;

/** What can be wrong with a CSV catalogue. */
public enum CatalogFault implements Fault {
  /** There is no header row. */
  EMPTY,
  /** The file is larger than a catalogue may be. */
  TOO_LARGE,
  /** Two columns have the same name, or one has none. */
  BAD_HEADER,
  /** The column with the members' paths is missing. */
  MISSING_COLUMN,
  /** A row has not as many cells as the header, no path, or quotes that do not match. */
  BAD_ROW
}
