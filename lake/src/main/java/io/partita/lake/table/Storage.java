package io.partita.lake.table;

import io.partita.lake.bulk.ValueEncoding;
import java.util.List;

/**
 * How a table's files are laid out.
 *
 * @param rowGroupBytes a reader's unit of parallel work, of which it may hold a whole one
 * @param hasLargeRows whether a row may have megabytes: a spectrogram, a whole file, or its tokens
 * @param plainColumns whose values hardly repeat: a dictionary would be built and thrown away
 * @param climbingColumns whose values rise by small steps: no dictionary, and in bulk differences
 */
record Storage(
    long rowGroupBytes,
    boolean hasLargeRows,
    List<String> plainColumns,
    List<String> climbingColumns) {

  /** Row groups of 128 MiB, a dictionary wherever it pays. */
  public static final Storage USUAL = new Storage(128L << 20, false, List.of(), List.of());

  /** The same with row groups of another size. */
  Storage rowGroups(long bytes) {
    return new Storage(bytes, hasLargeRows, plainColumns, climbingColumns);
  }

  /** The same with rows that may be large. */
  Storage largeRows() {
    return new Storage(rowGroupBytes, true, plainColumns, climbingColumns);
  }

  /** The same with columns that need no dictionary. */
  Storage plain(String... columns) {
    return new Storage(rowGroupBytes, hasLargeRows, List.of(columns), climbingColumns);
  }

  /** The same with columns whose values climb. */
  Storage climbing(String... columns) {
    return new Storage(rowGroupBytes, hasLargeRows, plainColumns, List.of(columns));
  }

  /** How a column's values are written in bulk; row by row, differences are plain values. */
  ValueEncoding encoding(String column) {
    if (climbingColumns.contains(column)) {
      return ValueEncoding.DIFFERENCES;
    }
    return plainColumns.contains(column) ? ValueEncoding.PLAIN : ValueEncoding.DICTIONARY;
  }
}
