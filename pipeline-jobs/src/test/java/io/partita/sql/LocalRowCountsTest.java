package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of files as their footers tell of them, also of large footers with nested columns. */
class LocalRowCountsTest {
  @TempDir private Path lake;

  @BeforeEach
  void publish() throws IOException {
    Path bookkeeping = Files.createDirectories(lake.resolve("_partita/a"));
    Files.writeString(bookkeeping.resolve("current.json"), "{\"attempt\": \"one\"}");
  }

  @Test
  void filesAreAddedUpAndTablesWithoutRowsLeftOut() throws Exception {
    write("SELECT i FROM range(300000) AS r(i)", "notes/dataset=a/one.parquet");
    write("SELECT i FROM range(5) AS r(i)", "notes/dataset=a/two.parquet");
    write(
        "SELECT [{'x': i, 'y': ['a', NULL]}] AS nested, MAP {'k': 0.5} AS pairs, true AS flag,"
            + " repeat('wide', 5000) AS text FROM range(7) AS r(i)",
        "tokens/dataset=a/scheme=remi/one.parquet");
    write("SELECT 1 AS i WHERE false", "mel/dataset=a/none.parquet");
    write("SELECT 1 AS i", "unknown/dataset=a/one.parquet");

    assertThat(LocalRowCounts.of(lake))
        .isEqualTo(Map.of("notes", Map.of("a", 300_005L), "tokens", Map.of("a", 7L)));
    assertThat(LocalRowCounts.of(lake).keySet()).containsExactly("notes", "tokens");
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    Path file = write("SELECT 1 AS i", "notes/dataset=a/one.parquet");
    long length = Files.size(file);
    for (long kept : new long[] {length - 10, 9, 3}) {
      try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
        damaged.setLength(kept);
      }
      assertThatMistake(() -> LocalRowCounts.of(lake)).is(Mistake.DAMAGED_LAKE).names(file);
    }
  }

  private Path write(String rows, String name) throws SQLException, IOException {
    Path file = lake.resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
    }
    return file;
  }
}
