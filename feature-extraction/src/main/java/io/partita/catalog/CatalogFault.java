package io.partita.catalog;

import io.partita.Fault;

/** What can be wrong with a file about music: a CSV table, or match scores. */
public enum CatalogFault implements Fault {
  /** There is no header row. */
  EMPTY,
  /** The file is larger than a catalog may be. */
  TOO_LARGE,
  /** Two columns have the same name, or one has none. */
  BAD_HEADER,
  /** A column that is needed is missing. */
  MISSING_COLUMN,
  /** A row that does not fit the header, lacks its path or key, or is no CSV. */
  BAD_ROW,
  /** A split that is none of train (or training), validation and test. */
  OTHER_SPLIT,
  /** Audio that no row describes. */
  NO_METADATA,
  /** A row whose audio is not there. */
  MISSING_AUDIO,
  /** Not {@code {track_id: {md5: score}}}. */
  NOT_MATCH_SCORES
}
