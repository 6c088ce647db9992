package io.partita.lake.table;

import io.partita.GeneratedPage;
import io.partita.duckdb.DeclaredTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/tables.md} is what {@link LakeTable} says, and nothing else. */
class TablesDocTest {
  private static final Pattern NUMBERED = Pattern.compile("(.*_)(\\d{2,3})");

  private static final String INTRODUCTION =
      """
      # Tables

      A lake is a folder of plain Parquet files (zstd), `TABLE/dataset=NAME/part-….parquet`, which
      `partita sql`, Spark, DuckDB and pandas read alike. A table has the rows of all data sets;
      `dataset`, and `scheme` for tokens, are folder names and come last as columns. `partita tables
      --lake LAKE TABLE` prints the same descriptions. Units are part of the names: `_s` seconds,
      `_tick` MIDI ticks, `_bpm` quarters per minute, `_db` decibels, `_hz` a second.

      The file `_run.json` beside the data files says which run made them, from what input and with
      which options.

      A column `split` that is "not in the files" is joined by all of Partita's readers and exports,
      so that `split` changes `midi_files` alone. A program that reads files joins it, too:

          SELECT t.*, f.split FROM tokens t LEFT JOIN midi_files f USING (dataset, midi_md5)

      In tables with `source` and `path` the split that a catalog gives a member comes first, unless
      `split --official draw` ran: `catalog['split']` of `midi_sources`.
      """;

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    new GeneratedPage("docs/reference/tables.md", TablesDocTest.class).is(page());
  }

  @Test
  void whatIsKnownWithoutSparkIsWhatTheTablesSay() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (LakeTable table : LakeTable.values()) {
      List<DeclaredTable.Column> columns =
          Arrays.stream(table.readSchema().fields())
              .map(
                  field ->
                      new DeclaredTable.Column(
                          field.name(),
                          field.dataType().simpleString(),
                          field.nullable(),
                          field.getComment().get()))
              .toList();
      lines.append(new DeclaredTable(table.tableName(), columns).lines());
    }
    new GeneratedPage(
            "lake/duckdb/src/main/resources/io/partita/duckdb/tables.tsv", TablesDocTest.class)
        .is(lines.toString());
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (LakeTable table : LakeTable.values()) {
      page.append("\n## ").append(table.tableName()).append("\n\n");
      page.append(table.description()).append("\n\n");
      page.append("| column | type | null | meaning |\n|---|---|---|---|\n");
      numberedTogether(table.readSchema().fields()).forEach(page::append);
    }
    return page.toString();
  }

  /** Columns that differ in the number at their names' ends only share a line. */
  private static List<String> numberedTogether(StructField[] fields) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < fields.length; ) {
      int to = from + 1;
      while (to < fields.length && isNext(fields[to - 1], fields[to])) {
        to++;
      }
      boolean isOne = to == from + 1;
      String names = "`" + fields[from].name() + "`";
      lines.add(line(isOne ? names : names + " … `" + fields[to - 1].name() + "`", fields[from]));
      from = to;
    }
    return lines;
  }

  private static boolean isNext(StructField field, StructField next) {
    Matcher one = NUMBERED.matcher(field.name());
    Matcher other = NUMBERED.matcher(next.name());
    return one.matches()
        && other.matches()
        && one.group(1).equals(other.group(1))
        && Integer.parseInt(one.group(2)) + 1 == Integer.parseInt(other.group(2))
        && field.getComment().equals(next.getComment());
  }

  private static String line(String names, StructField field) {
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %s | %s |%n",
        names,
        field.dataType().simpleString(),
        field.nullable() ? "yes" : "never",
        field.getComment().get().replace("|", "\\|"));
  }
}
