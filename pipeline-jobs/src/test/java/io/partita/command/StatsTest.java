package io.partita.command;

import static io.partita.command.CountedSample.DATASET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.lake.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statistics of a generated data set, every row of them against DuckDB's over the same files. */
@InTurn
@Tag("spark")
class StatsTest {
  /** What is counted of these columns is not the column itself. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "notes.pitch", "CASE WHEN NOT is_drum THEN pitch END",
          "notes.program", "CASE WHEN NOT is_drum THEN program END");

  /** Numbers that are names of things. */
  private static final Set<String> CODES =
      Set.of(
          "tracks.key",
          "tracks.mode",
          "tracks.time_signature",
          "notes.program",
          "track_expressiveness.nomml");

  private static final Map<String, String> CATEGORIES =
      Map.of(
          "keys.key", "CASE WHEN scope = 'file' THEN key END",
          "midi_files.programs", "unnest(programs)::VARCHAR",
          "midi_files.warnings", "unnest(map_keys(warnings))");

  private final Path lake = CountedSample.get().lake();
  private final JsonNode report = CountedSample.get().report();

  @Test
  void numbersAreThoseOfDuckDb() {
    int compared = 0;
    for (List<Object> column : columnsWith("min")) {
      String table = (String) column.get(0);
      String name = (String) column.get(1);
      String x = NUMBERS.getOrDefault(table + "." + name, name);
      List<Object> expected =
          DuckDb.rows(
                  ("SELECT min(x), max(x), avg(x), stddev_samp(x), median(x) FROM"
                          + " (SELECT (%s)::DOUBLE AS x FROM %s)")
                      .formatted(x, table(table)))
              .get(0);
      List<String> all = List.of("min", "max", "mean", "stddev", "median");
      // Of names of things no mean is taken.
      List<String> statistics = CODES.contains(table + "." + name) ? all.subList(0, 2) : all;
      for (int i = 0; i < statistics.size(); i++) {
        double value = ((Number) expected.get(i)).doubleValue();
        assertThat(report.at(figure(table, name, statistics.get(i))).asDouble(Double.NaN))
            .as("%s.%s %s", table, name, statistics.get(i))
            .isCloseTo(value, within(1e-12 * Math.abs(value)));
        assertThat(value(table, name, statistics.get(i)))
            .isEqualTo(report.at(figure(table, name, statistics.get(i))).asDouble());
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void histogramsAreThoseOfDuckDb() {
    for (List<Object> column : columnsWith("histogram")) {
      String table = (String) column.get(0);
      String name = (String) column.get(1);
      String x = NUMBERS.getOrDefault(table + "." + name, name);
      List<List<Object>> bins =
          DuckDb.rows(
              ("SELECT bin_low, bin_high, value::BIGINT FROM %s WHERE \"table\" = '%s' AND"
                      + " \"column\" = '%s' AND statistic = 'histogram' ORDER BY bin_low NULLS"
                      + " FIRST")
                  .formatted(table("statistics"), table, name));
      List<String> counts = new ArrayList<>();
      for (List<Object> bin : bins) {
        counts.add(
            "count(*) FILTER (WHERE x >= %s AND x < %s)"
                .formatted(
                    bin.get(0) == null ? "'-inf'::DOUBLE" : bin.get(0),
                    bin.get(1) == null ? "'inf'::DOUBLE" : bin.get(1)));
      }
      List<Object> expected =
          DuckDb.rows(
                  "SELECT %s FROM (SELECT (%s)::DOUBLE AS x FROM %s)"
                      .formatted(String.join(", ", counts), x, table(table)))
              .get(0);
      assertThat(bins)
          .as("%s.%s", table, name)
          .extracting(bin -> bin.get(2))
          .containsExactlyElementsOf(expected);
      assertThat(bins.get(0).get(0)).isNull();
      assertThat(bins.get(bins.size() - 1).get(1)).isNull();
    }
    assertThat(columnsWith("histogram")).isEqualTo(columnsWith("min"));
  }

  @Test
  void rowsAndUnknownValuesAreCounted() {
    for (LakeTable table : LakeTable.values()) {
      if (table != LakeTable.STATISTICS
          && Files.exists(lake.resolve(table.tableName() + "/dataset=" + DATASET))) {
        assertThat(report.at("/figures/" + table.tableName() + "//rows").asLong(-1))
            .as(table.tableName())
            .isEqualTo(DuckDb.number("SELECT count(*) FROM " + table(table.tableName())));
      }
    }
    assertThat(columnsWith("nulls")).hasSizeGreaterThan(60);
    for (List<Object> column : columnsWith("nulls")) {
      String name = "\"" + column.get(1) + "\"";
      assertThat(counted((String) column.get(0), (String) column.get(1), "nulls"))
          .as("%s", column)
          .isEqualTo(
              DuckDb.number(
                  "SELECT count(*) - count(%s) FROM %s"
                      .formatted(name, table((String) column.get(0)))));
    }
    assertThat(counted("tracks", "year", "nulls")).isPositive();
    assertThat(counted("midi_files", "content_hash", "nulls")).isPositive();
  }

  @Test
  void distinctAndRepeatedValuesAreCounted() {
    for (String statistic : List.of("distinct", "duplicates")) {
      for (List<Object> column : columnsWith(statistic)) {
        String counted =
            statistic.equals("distinct")
                ? "count(DISTINCT %1$s)"
                : "count(%1$s) - count(DISTINCT %1$s)";
        assertThat(counted((String) column.get(0), (String) column.get(1), statistic))
            .as("%s %s", column, statistic)
            .isEqualTo(
                DuckDb.number(
                    ("SELECT " + counted + " FROM %2$s")
                        .formatted(column.get(1), table((String) column.get(0)))));
      }
    }
    assertThat(counted("midi_sources", "midi_md5", "duplicates")).isPositive();
  }

  @Test
  void frequenciesAreThoseOfDuckDb() {
    for (List<Object> column : columnsWith("frequency")) {
      String category =
          CATEGORIES.getOrDefault(column.get(0) + "." + column.get(1), column.get(1) + "::VARCHAR");
      assertThat(
              DuckDb.rows(
                  ("SELECT category, value::BIGINT FROM %s WHERE \"table\" = '%s' AND \"column\" ="
                          + " '%s' AND statistic = 'frequency'")
                      .formatted(table("statistics"), column.get(0), column.get(1))))
          .as("%s", column)
          .isEqualTo(
              DuckDb.rows(
                  ("SELECT c, count(*) FROM (SELECT %s AS c FROM %s) WHERE c IS NOT NULL GROUP BY 1"
                          + " ORDER BY 2 DESC, 1")
                      .formatted(category, table((String) column.get(0)))));
    }
    assertThat(columnsWith("frequency"))
        .contains(
            List.of("midi_files", "programs"),
            List.of("midi_files", "status"),
            List.of("quarantine", "fault"));
  }

  private String table(String name) {
    return DuckDb.table(lake, name, DATASET);
  }

  private List<List<Object>> columnsWith(String statistic) {
    return DuckDb.rows(
        "SELECT DISTINCT \"table\", \"column\" FROM %s WHERE statistic = '%s' ORDER BY ALL"
            .formatted(table("statistics"), statistic));
  }

  private long counted(String table, String column, String statistic) {
    return CountedSample.counted(lake, table, column, statistic);
  }

  private double value(String table, String column, String statistic) {
    return CountedSample.value(lake, table, column, statistic);
  }

  private static String figure(String table, String column, String statistic) {
    return "/figures/" + table + "/" + column + "/" + statistic;
  }
}
