package io.partita.ingest.midi;

import static io.partita.Naming.naming;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SortedTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of ingest-lmd: what decides about their rows, and what they report. */
@Tag("spark")
class IngestLmdTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATASET = Sample.DATASET;

  @TempDir private Path folder;
  private final Sample sample = Sample.get();

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"lmd_matched.tar", "lmd_matched.zip", "lmd_matched"})
  void everyKindOfInputGivesTheSameRows(String name) {
    Path input = InputArchives.write(folder.resolve(name), sample.members());

    sample.ingestLmd(input, folder.resolve("lake")).exits(0);

    // The name of the input is in the column source, and in the run's identity.
    assertThat(SortedTables.without(folder.resolve("lake"), DATASET, "source|run_id"))
        .isEqualTo(SortedTables.without(sample.lake(), DATASET, "source|run_id"));
  }

  @Test
  void theSameRunAgainGivesTheSameRowsAndKeepsTheVersionBefore() throws IOException {
    Path lake = folder.resolve("lake");
    sample.ingestLmd(sample.archive(), lake).exits(0);
    List<String> first = files(lake);
    sample.ingestLmd(sample.archive(), lake, "--again").exits(0);

    assertThat(SortedTables.of(lake, DATASET)).isEqualTo(SortedTables.of(sample.lake(), DATASET));
    assertThat(files(lake)).hasSameSizeAs(first).doesNotContainAnyElementsOf(first);
    assertThat(ParquetFiles.below(lake.resolve("_partita/lmd_matched/files")))
        .hasSize(2 * first.size());
    assertThat(lake.resolve("_partita/lmd_matched/versions").toFile().list())
        .containsExactlyInAnyOrder("00000001.json", "00000002.json");
    assertThat(lake.resolve("_partita/lmd_matched/lock")).doesNotExist();
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[3]"})
  void anyNumberOfTasksAtOnceGivesTheSameRows(String master) {
    Path zip = InputArchives.write(folder.resolve("lmd_matched.zip"), sample.members());
    Path lake = folder.resolve("lake");
    PartitaRun.on(master, sample.lmdArguments(zip, lake)).exits(0);

    assertThat(SortedTables.without(lake, DATASET, "source|run_id"))
        .isEqualTo(SortedTables.without(sample.lake(), DATASET, "source|run_id"));
  }

  @InTurn
  @Test
  void withoutBytesThereIsNoTableOfThem() {
    Path lake = folder.resolve("lake");
    sample.ingestLmd(sample.archive(), lake).exits(0);
    assertThat(lake.resolve("midi_bytes/dataset=lmd_matched")).exists();
    sample.ingestLmd(sample.archive(), lake, "--no-bytes").exits(0);

    assertThat(lake.resolve("midi_bytes/dataset=lmd_matched")).doesNotExist();
    Map<String, List<String>> expected = SortedTables.without(sample.lake(), DATASET, "run_id");
    expected.remove("midi_bytes");
    assertThat(SortedTables.without(lake, DATASET, "run_id")).isEqualTo(expected);
  }

  @Test
  void moreRejectedThanAllowedKeepsTheResultsAndSaysSo() {
    Path lake = folder.resolve("lake");
    PartitaRun run = sample.ingestLmd(sample.archive(), lake, "--max-rejected", 0, "--json");

    assertThat(run.exitCode()).isEqualTo(3);
    JsonNode report = run.jsonWhateverTheExit();
    double percent = 100.0 * report.at("/members/rejected").asLong() / members(report);
    assertThat(report.path("outcome").asText()).is(naming("%.1f %%".formatted(percent), "0.0"));
    assertThat(SortedTables.of(lake, DATASET)).isEqualTo(SortedTables.of(sample.lake(), DATASET));
  }

  @Test
  void theReportAddsUpAndLiesBesideEveryTable() throws IOException {
    JsonNode report = sample.ingest().json();

    long midi = sample.members().keySet().stream().filter(IngestLmdTest::isMidi).count();
    assertThat(members(report)).isEqualTo(midi);
    assertThat(count("midi_sources")).isEqualTo(midi);
    assertThat(report.at("/members/rejected").asLong()).isEqualTo(count("quarantine"));
    assertThat(report.at("/counts/other_files").asLong()).isEqualTo(1);
    assertThat(report.at("/counts/contents").asLong()).isEqualTo(count("midi_files"));
    assertThat(report.at("/counts/notes").asLong()).isEqualTo(count("notes"));
    assertThat(report.at("/counts/tracks").asLong())
        .isEqualTo(count("tracks"))
        .isEqualTo(Sample.TRACKS);
    assertThat(report.at("/counts/tracks_with_metadata").asLong()).isEqualTo(Sample.TRACKS);
    assertThat(report.at("/counts/tokens_anticipation").asLong())
        .isEqualTo(DuckDb.number("SELECT sum(len(tokens)) FROM " + sample.table("tokens")))
        .isEqualTo(DuckDb.number("SELECT sum(n_tokens) FROM " + sample.table("tokens")));
    assertThat(report.path("faults").toString())
        .isEqualTo(JSON.writeValueAsString(counts("fault", "quarantine", "true")));
    assertThat(report.path("splits").toString())
        .isEqualTo(JSON.writeValueAsString(counts("split", "midi_files", "split IS NOT NULL")));
    assertThat(report.path("outcome").asText()).isEqualTo("done");
    assertThat(report.path("command").asText()).isEqualTo("ingest-lmd");
    assertThat(report.at("/inputs/0/name").asText()).isEqualTo("lmd_matched.tar.gz");
    assertThat(report.at("/inputs")).hasSize(3);
    assertThat(report.at("/options/split").asText()).isEqualTo("90/5/5");
    for (String table :
        List.of(
            "tracks",
            "track_midi",
            "midi_sources",
            "midi_bytes",
            "midi_files",
            "notes",
            "tokens",
            "quarantine")) {
      Path beside = sample.lake().resolve(table + "/dataset=lmd_matched/_run.json");
      assertThat(JSON.readTree(beside.toFile())).as(table).isEqualTo(report);
    }
    assertThat(
            JSON.readTree(
                sample
                    .lake()
                    .resolve(
                        "_partita/lmd_matched/runs/" + report.path("attempt").asText() + ".json")
                    .toFile()))
        .isEqualTo(report);
  }

  @Test
  void theTableForPeopleHasTheSameFigures() {
    PartitaRun run = sample.ingestLmd(sample.archive(), folder.resolve("lake")).exits(0);
    JsonNode report = sample.ingest().json();

    assertThat(run.outLines().get(0))
        .isEqualTo("ingest lmd → " + folder.resolve("lake") + ", data set lmd_matched");
    assertThat(run.out()).containsPattern("members read +" + members(report) + "\n");
    assertThat(run.out())
        .containsPattern("rejected .* " + report.at("/members/rejected") + "\n")
        .containsPattern("    EMPTY +\\d+\n")
        .containsPattern("seconds +[0-9.]+ +\\([0-9.]+ MB/s .*\\d+ files/s\\)\n")
        .endsWith("run " + report.path("run_id").asText() + ": done\n");
  }

  @Test
  void tokensOfSeveralSchemesStandSideBySide() {
    Path lake = folder.resolve("lake");
    sample.ingestLmd(sample.archive(), lake, "--tokens", "anticipation,seed,seed").exits(0);

    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT scheme FROM "
                    + DuckDb.table(lake, "tokens", DATASET)
                    + " ORDER BY 1"))
        .containsExactly("anticipation", "seed");
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + DuckDb.table(lake, "midi_files", DATASET)
                    + " WHERE status <> 'rejected' AND len(map_keys(token_status)) <> 2"))
        .isZero();
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM (SELECT midi_md5, e.key AS scheme FROM (SELECT midi_md5,"
                    + " unnest(map_entries(token_status)) AS e FROM "
                    + DuckDb.table(lake, "midi_files", DATASET)
                    + ") WHERE e.value = 'ok' EXCEPT SELECT midi_md5, scheme FROM "
                    + DuckDb.table(lake, "tokens", DATASET)
                    + ")"))
        .isZero();
  }

  @Test
  void nothingButDamageIsToldByTheExitCode() {
    SortedMap<String, byte[]> damaged = sample.members();
    damaged.keySet().removeIf(path -> !path.startsWith(Sample.DAMAGED));
    Path archive = InputArchives.write(folder.resolve("bad.tar.gz"), damaged);
    Path lake = folder.resolve("lake");

    JsonNode report =
        PartitaRun.of("ingest-lmd", "--input", archive, "--lake", lake, "--json")
            .exits(3)
            .jsonWhateverTheExit();

    assertThat(report.path("outcome").asText()).is(naming("100.0 %", "0.5"));
    assertThat(DuckDb.number("SELECT count(*) FROM " + DuckDb.table(lake, "quarantine", "bad")))
        .isEqualTo(damaged.size());
    for (String table : List.of("notes", "tracks", "track_midi", "midi_bytes")) {
      assertThat(DuckDb.number("SELECT count(*) FROM " + DuckDb.table(lake, table, "bad")))
          .as(table)
          .isZero();
    }
    assertThat(
            PartitaRun.of(
                    "sql", "--lake", lake, "--format", "csv", "SELECT count(*) AS n FROM tokens")
                .exits(0)
                .out())
        .isEqualTo("n\n0\n");
  }

  private long count(String table) {
    return DuckDb.number("SELECT count(*) FROM " + sample.table(table));
  }

  private Map<String, Long> counts(String column, String table, String condition) {
    return DuckDb.rows(
            "SELECT %s, count(*) FROM %s WHERE %s GROUP BY 1"
                .formatted(column, sample.table(table), condition))
        .stream()
        .collect(
            toMap(row -> (String) row.get(0), row -> (Long) row.get(1), Long::sum, TreeMap::new));
  }

  private static long members(JsonNode report) {
    long sum = 0;
    for (JsonNode count : report.path("members")) {
      sum += count.asLong();
    }
    return sum;
  }

  private static boolean isMidi(String path) {
    return path.toLowerCase(java.util.Locale.ROOT).endsWith(".mid");
  }

  /** The live tables' data files. */
  private static List<String> files(Path lake) throws IOException {
    return ParquetFiles.below(lake).stream()
        .map(file -> lake.relativize(file).toString())
        .filter(path -> !path.startsWith("_partita"))
        .toList();
  }
}
