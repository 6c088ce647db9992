package io.partita.export;

import java.util.Locale;

/** Kinds of files that an export writes. */
enum Format {
  PARQUET,
  NPY;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
