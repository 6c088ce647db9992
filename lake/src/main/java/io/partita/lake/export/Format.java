package io.partita.lake.export;

import java.util.Locale;

/** Kinds of files that an export writes. */
public enum Format {
  PARQUET,
  NPY;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
