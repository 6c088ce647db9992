package io.partita;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Parquet files of a lake's tables, and tables written by another tool. */
public final class ParquetFiles {
  private ParquetFiles() {}

  /** Those in a folder and below it, by name. */
  public static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  public static void deleteBelow(Path folder) throws IOException {
    for (Path file : below(folder)) {
      Files.delete(file);
    }
  }

  /**
   * Writes a table anew by DuckDB, as one file.
   *
   * @param from a lake that has the table, too
   * @param select what of its rows {@code q}, which are numbered from 0 by {@code i}
   */
  public static void rewrite(Path from, Path to, String table, String dataset, String select)
      throws IOException {
    Path files = to.resolve(table + "/dataset=" + dataset);
    deleteBelow(files);
    DuckDb.run(
        ("COPY (WITH q AS (SELECT * EXCLUDE dataset, row_number() OVER () - 1 AS i FROM %s)"
                + " SELECT %s) TO '%s/part-0.parquet' (FORMAT parquet)")
            .formatted(DuckDb.table(from, table, dataset), select, files));
    VersionFiles.relist(to, dataset);
  }
}
