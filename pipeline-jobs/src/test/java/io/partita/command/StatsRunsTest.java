package io.partita.command;

import static io.partita.command.CountedSample.DATASET;
import static io.partita.command.CountedSample.args;
import static io.partita.command.CountedSample.counted;
import static io.partita.command.CountedSample.stats;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.VersionFiles;
import io.partita.lake.Lake;
import io.partita.lake.StatisticsInput;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of stats: over other files, over damage, and once more after a change. */
@InTurn
class StatsRunsTest {
  @TempDir private Path folder;

  private final Path lake = CountedSample.get().lake();
  private final JsonNode report = CountedSample.get().report();

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
      ParquetFiles.deleteBelow(files);
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
        PartitaRun.on("local[4]", "stats", "--lake", other, "--dataset", DATASET, "--again")
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
    ParquetFiles.rewrite(
        lake,
        other,
        "midi_files",
        DATASET,
        "* EXCLUDE i REPLACE (CASE i % 3 WHEN 0 THEN 'train' WHEN 1 THEN 'test' END AS split,"
            + " 'hash' || (i // 2) AS content_hash) FROM q");
    ParquetFiles.rewrite(
        lake,
        other,
        "quarantine",
        DATASET,
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
    SharedFolders.copy(lake, other);
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

  @Tag("full")
  @Test
  void whatAnEarlierVersionPublishedIsLiftedFirst() throws IOException {
    Path other = copyOfTheSample("old");
    VersionFiles.unlift(other, DATASET);

    assertThat(stats(other).json().path("figures")).isEqualTo(report.path("figures"));

    assertThat(other.resolve("_partita/" + DATASET + "/versions").toFile().list())
        .containsExactlyInAnyOrder("00000001.json", "00000002.json");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path other = copyOfTheSample("damaged");
    Path file = ParquetFiles.below(other.resolve("tracks/dataset=" + DATASET)).get(0);
    Files.writeString(file, "This is no Parquet file.");
    VersionFiles.relist(other, DATASET);

    stats(other).mistakeAfterProgress(Mistake.DAMAGED_LAKE).names(file, "tracks");
    assertThat(other.resolve("statistics")).doesNotExist();
  }

  @Test
  void whatCannotBeCountedIsSaidInOneLine() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    stats(nowhere).mistake(Mistake.NO_SUCH_LAKE).names(nowhere);
    PartitaRun.of("stats", "--lake", lake, "--dataset", "none")
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("none", "[" + DATASET + "]");
    Path unfinished = copyOfTheSample("unfinished");
    Files.createDirectories(unfinished.resolve("_partita/new/files/abc-1/notes"));
    PartitaRun.of("stats", "--lake", unfinished, "--dataset", "new")
        .mistake(Mistake.UNFINISHED)
        .names("new", "--resume");
    VersionFiles.remove(unfinished, DATASET, "midi_files");
    stats(unfinished).mistake(Mistake.DAMAGED_LAKE).names(DATASET, "midi_files", "ingest lmd");
  }

  private String table(String name) {
    return DuckDb.table(lake, name, DATASET);
  }

  private Path copyOfTheSample(String name) throws IOException {
    Path copy = folder.resolve(name);
    SharedFolders.copy(Sample.get().lake(), copy);
    return copy.toRealPath();
  }

  private static List<List<Object>> statistics(Path lake) {
    return DuckDb.rows("SELECT * FROM " + DuckDb.table(lake, "statistics", DATASET));
  }
}
