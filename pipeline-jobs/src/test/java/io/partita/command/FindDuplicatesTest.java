package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.lake.duplicates.Tunes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two small data sets of which one has copies of its own tunes and of the other's. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("spark")
class FindDuplicatesTest {
  @TempDir private static Path folder;
  private static JsonNode first;

  @BeforeAll
  static void ingestAndFind() throws Exception {
    Tunes tune = Tunes.of(1);
    SortedMap<String, byte[]> tunes = new TreeMap<>();
    tunes.put("tunes/a.mid", tune.bytes());
    tunes.put("tunes/a-again.mid", tune.bytes());
    tunes.put("tunes/a-in-d.mid", tune.transposed(2).bytes());
    tunes.put("tunes/a-late.mid", tune.jittered(20).bytes());
    tunes.put("tunes/a-part.mid", tune.from(40, 90).bytes());
    tunes.put("tunes/b.mid", Tunes.of(2).bytes());
    tunes.put("tunes/c.mid", Tunes.of(3).bytes());
    tunes.put("tunes/c-short.mid", Tunes.of(3).from(0, 12).bytes());
    tunes.put("tunes/broken.mid", "no music".getBytes(StandardCharsets.UTF_8));
    ingest("tunes", tunes);
    ingest(
        "others",
        new TreeMap<>(
            Map.of(
                "others/b-late.mid", Tunes.of(2).jittered(20).transposed(-3).bytes(),
                "others/b.mid", Tunes.of(2).bytes(),
                "others/e.mid", Tunes.of(4).bytes())));
    first = find("local[2]", 2, "tunes").json();
  }

  @Test
  @Order(1)
  void copiesAreFoundWithWhatWasDoneToThem() {
    assertThat(pairs())
        .containsExactlyInAnyOrder(
            "a-again.mid a-in-d.mid exact same 2",
            "a-again.mid a-late.mid strict same 0",
            "a-again.mid a-part.mid strict excerpt 0",
            "a-late.mid a-part.mid strict excerpt 0");
    assertThat(first.path("pairs").asInt()).isEqualTo(4);
    assertThat(first.path("tiers").toString()).isEqualTo("{\"near\":0,\"related\":0,\"strict\":3}");
    assertThat(first.path("files").asInt()).isEqualTo(7);
    assertThat(first.path("contents").asInt()).isEqualTo(6);
    assertThat(first.path("equal_files").asInt()).isEqualTo(1);
    assertThat(first.path("unindexable").asInt()).isEqualTo(1);
    assertThat(first.path("sampled_postings").asLong()).isBetween(100L, 2000L);
    assertThat(first.path("emissions").asLong()).isGreaterThan(30);
    assertThat(first.path("candidates").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(first.path("largest_groups").toString()).isEqualTo("[4,1,1,1]");
  }

  @Test
  @Order(2)
  void theEvidenceSaysWhere() {
    List<Object> stretch =
        DuckDb.rows(
                "SELECT CASE WHEN f.path LIKE '%part%' THEN b_from_s ELSE a_from_s END,"
                    + " CASE WHEN f.path LIKE '%part%' THEN a_from_s ELSE b_from_s END,"
                    + " slope, chain > 40, algo_version FROM "
                    + namedPairs()
                    + " WHERE f.path || g.path LIKE '%a-part%' AND f.path || g.path LIKE '%again%'")
            .get(0);
    assertThat((double) stretch.get(0)).isBetween(5.0, 30.0);
    assertThat((double) stretch.get(1)).isBetween(0.0, 3.0);
    assertThat(stretch.subList(2, 5)).isEqualTo(List.of(1.0, true, 2));
  }

  @Test
  @Order(3)
  void everyFileHasAClusterAndAGroup() {
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', replace(m.path, 'tunes/', ''), indexable, is_representative,"
                    + " replace(r.path, 'tunes/', ''), component_size, d.split_group ="
                    + " min(d.midi_md5) OVER (PARTITION BY d.split_group), group_cut IS NULL) FROM "
                    + table("dup_files")
                    + " d JOIN "
                    + table("midi_files")
                    + " m ON m.midi_md5 = d.midi_md5 JOIN "
                    + table("midi_files")
                    + " r ON r.midi_md5 = d.rep_md5 ORDER BY m.path"))
        .containsExactly(
            "a-again.mid true true a-again.mid 4 true true",
            "a-in-d.mid true false a-again.mid 4 true true",
            "a-late.mid true false a-again.mid 4 true true",
            "a-part.mid true false a-again.mid 4 true true",
            "b.mid true true b.mid 1 true true",
            "c-short.mid false true c-short.mid 1 true true",
            "c.mid true true c.mid 1 true true");
  }

  @InTurn
  @Test
  @Order(4)
  void theRowsAreTheSameInAnyLayout() throws Exception {
    List<String> rows = rows();
    for (int partitions : new int[] {1, 7}) {
      assertThat(find("local[3]", partitions, "tunes").json().path("run_id").asText())
          .isEqualTo(first.path("run_id").asText());
      assertThat(rows()).isEqualTo(rows).isNotEmpty();
    }
  }

  @InTurn
  @Test
  @Order(5)
  void filesOfAnotherDataSetJoinGroups() {
    JsonNode both = find("local[2]", 3, "tunes,others").json();

    assertThat(both.path("datasets").toString()).isEqualTo("[\"tunes\",\"others\"]");
    assertThat(both.path("files").asInt()).isEqualTo(7);
    assertThat(both.path("pairs").asInt()).isEqualTo(6);
    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT concat_ws(' ', dataset_a, dataset_b, tier, a = b) FROM "
                    + table("dup_pairs")
                    + " WHERE dataset_a <> dataset_b ORDER BY 1"))
        .hasSize(2)
        .anyMatch(pair -> pair.endsWith("exact true"))
        .anyMatch(pair -> pair.endsWith("strict false"));
    assertThat(both.path("largest_groups").toString()).startsWith("[4,3,");
  }

  @InTurn
  @Test
  @Order(6)
  void onlySurerPairsWhereTheyAreAskedFor() {
    String line = "find-duplicates --lake {} --dataset tunes --tier exact";
    // All but one; how many there are depends on whether the test before it had its turn.
    String deleted = DuckDb.texts("SELECT count(*) - 1 FROM " + table("dup_pairs")).get(0);
    PartitaRun.line(line, lake())
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("tunes", deleted + " rows of dup_pairs", "--replace");
    PartitaRun run = PartitaRun.line(line + " --replace", lake()).exits(0);
    run.says("data set tunes").says(6, 1).says(1, 7, 4).says(4, 4, 1, 1, 1);
    assertThat(pairs()).containsExactly("a-again.mid a-in-d.mid exact same 2");
  }

  @Test
  @Order(7)
  void mistakesAreTold() throws Exception {
    find("local[2]", 2, "tunes,tunes")
        .mistake(Mistake.BAD_OPTION)
        .names("--dataset", "[tunes, tunes]");
    find("local[2]", 2, "tunes,x").mistake(Mistake.NO_SUCH_DATASET).names("x", "[others, tunes]");

    // As ingest-midi --no-bytes leaves it.
    VersionFiles.remove(lake(), "tunes", "midi_bytes");
    find("local[2]", 2, "tunes")
        .mistake(Mistake.NOT_PREPARED)
        .names("tunes", "midi_bytes", "find duplicates");
  }

  private static void ingest(String dataset, SortedMap<String, byte[]> members) throws Exception {
    Path archive = folder.resolve(dataset + ".zip");
    InputArchives.write(archive, members);
    PartitaRun.of("ingest-midi", "--input", archive, "--lake", lake(), "--dataset", dataset)
        .exits(0);
  }

  /** Spark's properties that decide how rows are dealt out; {@code on} sets others. */
  private static PartitaRun find(String master, int partitions, String datasets) {
    Map<String, String> properties =
        Map.of(
            "spark.master", master,
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", String.valueOf(partitions));
    try {
      properties.forEach(System::setProperty);
      return PartitaRun.of(
          "find-duplicates", "--lake", lake(), "--dataset", datasets, "--json", "--again");
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  /** The files in the order of their names, and the semitones from the first of them up. */
  private static List<String> pairs() {
    return DuckDb.texts(
        "SELECT replace(concat_ws(' ', least(f.path, g.path), greatest(f.path, g.path), tier,"
            + " relation, CASE WHEN f.path < g.path THEN transpose ELSE -transpose END),"
            + " 'tunes/', '') FROM "
            + namedPairs());
  }

  private static String namedPairs() {
    return table("dup_pairs")
        + " p JOIN "
        + table("midi_files")
        + " f ON f.midi_md5 = p.a JOIN "
        + table("midi_files")
        + " g ON g.midi_md5 = p.b";
  }

  private static List<String> rows() {
    return DuckDb.texts(
        "SELECT t::VARCHAR FROM "
            + table("dup_pairs")
            + " t UNION ALL SELECT t::VARCHAR FROM "
            + table("dup_files")
            + " t");
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "tunes");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
