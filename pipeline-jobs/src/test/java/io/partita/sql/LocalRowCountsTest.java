package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as the versions of data sets tell of them. */
class LocalRowCountsTest {
  @TempDir private Path lake;
  private final ObjectNode version =
      Json.MAPPER.createObjectNode().put("format", 1).put("attempt", "one");

  @Test
  void filesAreAddedUpAndTablesWithoutRowsLeftOut() throws Exception {
    write("notes", "one.parquet", 300_000);
    write("notes", "two.parquet", 5);
    write("tokens", "scheme=remi/one.parquet", 7);
    write("mel", "none.parquet", 0);
    write("unknown", "one.parquet", 1);
    publish();

    assertThat(LocalRowCounts.of(lake))
        .isEqualTo(Map.of("notes", Map.of("a", 300_005L), "tokens", Map.of("a", 7L)));
    assertThat(LocalRowCounts.of(lake).keySet()).containsExactly("notes", "tokens");
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Path file = write("notes", "one.parquet", 1);
    publish();
    Files.delete(file);

    assertThatMistake(() -> LocalRowCounts.of(lake)).is(Mistake.DAMAGED_LAKE).names(file);
  }

  /** As those of trainings, and all that an earlier version of Partita published. */
  @Test
  void filesOfNoVersionAreCountedByTheirFooters() throws Exception {
    rows("notes/dataset=a/one.parquet", 5);
    rows("notes/dataset=a/two.parquet", 300);
    write("notes", "dataset=a/damaged.parquet", 1);
    rows("training_runs/dataset=a/run.parquet", 12);
    Path old = Files.createDirectories(lake.resolve("_partita/a")).resolve("current.json");
    Files.writeString(old, "{\"attempt\": \"one\"}");
    Map<String, Long> runs = Map.of("a", 12L);

    assertThat(LocalRowCounts.of(lake))
        .isEqualTo(Map.of("notes", Map.of("a", 305L), "training_runs", runs));
    write("tokens", "scheme=remi/one.parquet", 7);
    publish();
    assertThat(LocalRowCounts.of(lake)).containsEntry("training_runs", runs).containsKey("tokens");
  }

  private void rows(String name, int rows) throws Exception {
    Path file = lake.resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = database.createStatement()) {
      sql.execute("COPY (SELECT range AS n FROM range(%d)) TO '%s'".formatted(rows, file));
    }
  }

  private Path write(String table, String name, long rows) throws IOException {
    Path file = lake.resolve(table + "/" + name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not read");
    version
        .withObject("/tables")
        .withObject("/" + table)
        .withArray("files")
        .addObject()
        .put("path", table + "/" + name)
        .put("rows", rows);
    return file;
  }

  private void publish() throws IOException {
    Path versions = Files.createDirectories(lake.resolve("_partita/a/versions"));
    Files.writeString(versions.resolve("00000001.json"), version.toString());
  }
}
