package io.partita.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.lake.Lake;
import io.partita.lake.StatisticsInput;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics of a generated data set, every row of them against DuckDB's over the same files. */
class StatsTest {
  private static final String DATASET = Sample.DATASET;

  /** What is counted of these columns is not the column itself. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "notes.pitch", "CASE WHEN NOT is_drum THEN pitch END",
          "notes.program", "CASE WHEN NOT is_drum THEN program END");

  /** Numbers that are names of things. */
  private static final Set<String> CODES =
      Set.of("tracks.key", "tracks.mode", "tracks.time_signature", "notes.program");

  private static final Map<String, String> CATEGORIES =
      Map.of(
          "midi_files.programs", "unnest(programs)::VARCHAR",
          "midi_files.warnings", "unnest(map_keys(warnings))");

  @TempDir private static Path folder;
  private static Path lake;
  private static JsonNode report;

  @BeforeAll
  static void count() throws IOException {
    lake = copyOfTheSample("lake");
    report = stats(lake).json();
  }

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

  @Test
  void theSummaryWritesYearsAsYearsAndTakesNoMeanOfCodes() throws IOException {
    String text =
        PartitaRun.of("stats", "--lake", copyOfTheSample("text"), "--dataset", DATASET)
            .exits(0)
            .out();

    assertThat(text)
        .containsPattern("\ntracks\\.year( +[12]\\d{3}){4}\n")
        .containsPattern("\ntracks\\.key +\\d+ +\\d+\n")
        .containsPattern("\ntracks\\.mode +0 +1\n")
        .containsPattern("\nnotes\\.program +\\d+ +\\d+\n")
        .containsPattern("\ntracks\\.loudness_db( +-\\d+\\.\\d{3}){4}\n");
  }

  @Test
  void theRowsDoNotDependOnCoresFilesAndOrder() throws IOException {
    Path other = copyOfTheSample("rewritten");
    for (String table : List.of("tracks", "midi_sources", "midi_files", "notes")) {
      Path files = other.resolve(table + "/dataset=" + DATASET);
      deleteParquet(files);
      for (int part = 0; part < 3; part++) {
        DuckDb.run(
            ("COPY (SELECT * EXCLUDE dataset FROM %s AS t WHERE hash(t) %% 3 = %d ORDER BY"
                    + " hash(t)) TO '%s/part-%d.parquet' (FORMAT parquet, ROW_GROUP_SIZE 3000)")
                .formatted(table(table), part, files, part));
      }
    }

    JsonNode one = PartitaRun.on("local[1]", args(other)).json();
    List<List<Object>> first = statistics(other);
    List<String> summary =
        PartitaRun.on("local[4]", "stats", "--lake", other, "--dataset", DATASET)
            .exits(0)
            .outLines();

    assertThat(first).isEqualTo(statistics(lake)).hasSize(report.path("rows").asInt());
    assertThat(statistics(other)).isEqualTo(first);
    assertThat(one.path("figures")).isEqualTo(report.path("figures"));
    assertThat(one.path("run_id")).isEqualTo(report.path("run_id"));
    assertThat(one.path("attempt")).isNotEqualTo(report.path("attempt"));
    assertThat(summary.get(0)).isEqualTo("stats → " + other + ", data set " + DATASET);
    assertThat(summary)
        .anyMatch(line -> line.matches("tracks +%d".formatted(Sample.TRACKS)))
        .anyMatch(line -> line.matches("notes.velocity +\\d+ +\\d+ +[\\d.]+ +\\d+"))
        .anyMatch(line -> line.matches("midi_files.content_hash +\\d+ +\\d+ +0 +\\d+"));
    assertThat(summary.get(summary.size() - 1))
        .matches("[\\d,]+ rows, [\\d.]+ seconds, run " + report.path("run_id").asText());
  }

  @Test
  void leaksAndCategoriesBeyondTheMostFrequentAreCounted() throws IOException {
    Path other = copyOfTheSample("leaks");
    rewrite(
        other,
        "midi_files",
        "* EXCLUDE i REPLACE (CASE i % 3 WHEN 0 THEN 'train' WHEN 1 THEN 'test' END AS split,"
            + " 'hash' || (i // 2) AS content_hash) FROM q");
    rewrite(
        other,
        "quarantine",
        "q.* EXCLUDE i REPLACE ('F' || lpad(r.n::VARCHAR, 3, '0') AS fault) FROM q,"
            + " range(250) AS r(n)");

    stats(other).exits(0);

    long files = DuckDb.number("SELECT count(*) FROM " + table("midi_files"));
    // Neighbours share a hash: train and test, none and train, test and none, and again.
    assertThat(counted(other, "midi_files", "content_hash", "leaks")).isEqualTo((files + 4) / 6);
    assertThat(counted(other, "midi_files", "content_hash", "distinct")).isEqualTo((files + 1) / 2);
    assertThat(counted(other, "midi_files", "content_hash", "duplicates")).isEqualTo(files / 2);
    List<List<Object>> faults =
        DuckDb.rows(
            "SELECT category, value::BIGINT FROM %s WHERE \"column\" = 'fault' AND \"table\" ="
                .concat(" 'quarantine'")
                .formatted(DuckDb.table(other, "statistics", DATASET)));
    assertThat(faults).hasSize(201);
    assertThat(faults.get(0)).containsExactly("F000", faults.get(1).get(1));
    assertThat(faults.get(199).get(0)).isEqualTo("F199");
    assertThat(faults.get(200)).startsWith((Object) null);
    assertThat(faults.get(200).get(1)).isEqualTo(50 * (long) faults.get(0).get(1));
  }

  @Test
  void whatChangedSinceIsTold() throws IOException {
    Path other = copyOfTheSample("changed");
    Lake changed = Lake.existing(other.toString(), new Configuration());
    assertThat(StatisticsInput.changedSince(changed, DATASET)).isEmpty();
    SharedFolders.copy(lake.resolve("statistics"), other.resolve("statistics"));
    assertThat(StatisticsInput.changedSince(changed, DATASET)).isEmpty();

    PartitaRun.of("slice-drums", "--lake", other, "--dataset", DATASET, "--bars", 2).exits(0);
    assertThat(StatisticsInput.changedSince(changed, DATASET))
        .containsExactly(LakeTable.DRUM_SLICES, LakeTable.DRUM_FILES);
    JsonNode again = stats(other).json();

    assertThat(StatisticsInput.changedSince(changed, DATASET)).isEmpty();
    assertThat(again.path("run_id")).isNotEqualTo(report.path("run_id"));
    assertThat(again.at("/tables/drum_slices/attempt").asText()).isNotEqualTo("unknown");
    assertThat(counted(other, "drum_slices", "slice_hash", "distinct"))
        .isEqualTo(
            DuckDb.number(
                "SELECT count(DISTINCT slice_hash) FROM "
                    + DuckDb.table(other, "drum_slices", DATASET)));
  }

  @Test
  void aSwapThatWasCutShortIsFinishedFirst() throws IOException {
    Path other = copyOfTheSample("swap");
    Path staged = other.resolve("_partita/" + DATASET + "/staged/abc/midi_files");
    Files.createDirectories(staged.getParent());
    Files.move(other.resolve("midi_files/dataset=" + DATASET), staged);
    Files.writeString(
        other.resolve("_partita/" + DATASET + "/journal.json"),
        """
        {"attempt": "a", "command": "ingest-lmd", "runId": "abc",
         "tables": ["midi_files"], "dropped": []}
        """);

    assertThat(stats(other).json().path("figures")).isEqualTo(report.path("figures"));

    assertThat(other.resolve("_partita/" + DATASET + "/journal.json")).doesNotExist();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path other = copyOfTheSample("damaged");
    Path file = parquet(other.resolve("tracks/dataset=" + DATASET)).get(0);
    Files.writeString(file, "This is no Parquet file.");

    PartitaRun run = stats(other).exits(2);

    assertThat(run.errLines().get(run.errLines().size() - 1))
        .startsWith("Cannot read file://" + file + ", a file of the table tracks: ")
        .endsWith(" Ingest the data set again.");
    assertThat(other.resolve("statistics")).doesNotExist();
  }

  @Test
  void whatCannotBeCountedIsSaidInOneLine() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    assertThat(stats(nowhere).mistake())
        .isEqualTo("There is no lake in " + nowhere + ". Make one with demo or an ingest command.");
    assertThat(PartitaRun.of("stats", "--lake", lake, "--dataset", "none").mistake())
        .isEqualTo("There is no data set none in the lake; there are [" + DATASET + "].");
    Path unfinished = copyOfTheSample("unfinished");
    Files.createDirectories(unfinished.resolve("_partita/new/staged/abc/notes"));
    assertThat(PartitaRun.of("stats", "--lake", unfinished, "--dataset", "new").mistake())
        .isEqualTo(
            "Data set new was never published, as its ingest was cut short: run that again with"
                + " --resume.");
    FileUtils.deleteDirectory(unfinished.resolve("midi_files/dataset=" + DATASET).toFile());
    assertThat(stats(unfinished).mistake())
        .isEqualTo("Data set " + DATASET + " has lost its table midi_files: run ingest-lmd again.");
  }

  private static Object[] args(Path lake) {
    return new Object[] {"stats", "--lake", lake, "--dataset", DATASET, "--json"};
  }

  private static PartitaRun stats(Path lake) {
    return PartitaRun.of(args(lake));
  }

  private static Path copyOfTheSample(String name) throws IOException {
    Path copy = folder.resolve(name);
    SharedFolders.copy(Sample.get().lake(), copy);
    return copy.toRealPath();
  }

  /** Writes a table anew from its rows {@code q}, which are numbered from 0 by {@code i}. */
  private static void rewrite(Path lake, String table, String select) throws IOException {
    Path files = lake.resolve(table + "/dataset=" + DATASET);
    deleteParquet(files);
    DuckDb.run(
        ("COPY (WITH q AS (SELECT * EXCLUDE dataset, row_number() OVER () - 1 AS i FROM %s)"
                + " SELECT %s) TO '%s/part-0.parquet' (FORMAT parquet)")
            .formatted(table(table), select, files));
  }

  private static void deleteParquet(Path files) throws IOException {
    for (Path file : parquet(files)) {
      Files.delete(file);
    }
  }

  private static List<Path> parquet(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static String table(String name) {
    return DuckDb.table(lake, name, DATASET);
  }

  private static List<List<Object>> statistics(Path lake) {
    return DuckDb.rows("SELECT * FROM " + DuckDb.table(lake, "statistics", DATASET));
  }

  private static List<List<Object>> columnsWith(String statistic) {
    return DuckDb.rows(
        "SELECT DISTINCT \"table\", \"column\" FROM %s WHERE statistic = '%s' ORDER BY ALL"
            .formatted(table("statistics"), statistic));
  }

  private static long counted(String table, String column, String statistic) {
    return counted(lake, table, column, statistic);
  }

  private static long counted(Path lake, String table, String column, String statistic) {
    return (long) value(lake, table, column, statistic);
  }

  private static double value(String table, String column, String statistic) {
    return value(lake, table, column, statistic);
  }

  private static double value(Path lake, String table, String column, String statistic) {
    List<List<Object>> rows =
        DuckDb.rows(
            "SELECT value FROM %s WHERE \"table\" = '%s' AND \"column\" = '%s' AND statistic = '%s'"
                .formatted(DuckDb.table(lake, "statistics", DATASET), table, column, statistic));
    assertThat(rows).hasSize(1);
    return (double) rows.get(0).get(0);
  }

  private static String figure(String table, String column, String statistic) {
    return "/figures/" + table + "/" + column + "/" + statistic;
  }
}
