package io.partita.lake.bulk;

/** How a column's values become bytes (Parquet format, Encodings.md). */
public enum ValueEncoding {
  /** Each distinct value once, and its number where it is; plain values where that is smaller. */
  DICTIONARY,
  /** As they are. */
  PLAIN,
  /** Integers alone: the differences of neighbours, packed (DELTA_BINARY_PACKED). */
  DIFFERENCES
}
