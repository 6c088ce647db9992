package io.partita.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** {@code docs/tables.md} is what {@link LakeTable} says, and nothing else. */
class TablesDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("partita.home", "..")).resolve("docs/tables.md");

  private static final String INTRODUCTION =
      """
      # Tables

      A lake is a folder of plain Parquet files (zstd), `TABLE/dataset=NAME/part-….parquet`, which
      `partita sql`, Spark, DuckDB and pandas read alike. A table has the rows of all data sets;
      `dataset`, and `scheme` for tokens, are folder names and come last as columns. `partita tables
      --lake LAKE TABLE` prints the same descriptions. Units are part of the names: `_s` seconds,
      `_tick` MIDI ticks, `_bpm` quarters per minute, `_db` decibels.

      The file `_run.json` beside the data files says which run made them, from what input and with
      which options.
      """;

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("partita.update.docs")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).exists();
    assertThat(Files.readString(PAGE))
        .as(
            "docs/tables.md is out of date. Write it again with: ./mvnw -pl pipeline-jobs -am test"
                + " -Dtest=TablesDocTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dpartita.update.docs=true")
        .isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (LakeTable table : LakeTable.values()) {
      page.append("\n## ").append(table.tableName()).append("\n\n");
      page.append(table.description()).append("\n\n");
      page.append("| column | type | null | meaning |\n|---|---|---|---|\n");
      Arrays.stream(table.readSchema().fields()).map(TablesDocTest::line).forEach(page::append);
    }
    return page.toString();
  }

  private static String line(StructField field) {
    return String.format(
        Locale.ROOT,
        "| `%s` | `%s` | %s | %s |%n",
        field.name(),
        field.dataType().simpleString(),
        field.nullable() ? "yes" : "never",
        field.getComment().get().replace("|", "\\|"));
  }
}
