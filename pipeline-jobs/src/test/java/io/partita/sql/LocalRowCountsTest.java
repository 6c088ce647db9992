package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .contains(Map.of("notes", Map.of("a", 300_005L), "tokens", Map.of("a", 7L)));
    assertThat(LocalRowCounts.of(lake).orElseThrow().keySet()).containsExactly("notes", "tokens");
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    Path file = write("notes", "one.parquet", 1);
    publish();
    Files.delete(file);

    assertThatMistake(() -> LocalRowCounts.of(lake)).is(Mistake.DAMAGED_LAKE).names(file);
  }

  @Test
  void filesOfAnEarlierVersionOfPartitaAreNotCountedHere() throws Exception {
    write("notes", "dataset=a/one.parquet", 1);
    Path old = Files.createDirectories(lake.resolve("_partita/a")).resolve("current.json");
    Files.writeString(old, "{\"attempt\": \"one\"}");

    assertThat(LocalRowCounts.of(lake)).isEmpty();
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
