package io.partita.lake.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.PartitaRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A data set whose catalog gives some files a split, and tears near-duplicates apart. */
@InTurn
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OfficialSplitsTest {
  private static final String CATALOG =
      """
      midi_filename,split
      beat0.mid,train
      beat1.mid,test
      beat2.mid,validation
      beat4.mid,extra
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void ingest() throws Exception {
    Path input = Files.createDirectory(folder.resolve("beats"));
    DrumBeats.write(input, 20);
    Path catalog = Files.writeString(folder.resolve("beats.csv"), CATALOG);
    PartitaRun.of("ingest-midi", "--input", input, "--lake", lake(), "--catalog", catalog).exits(0);
    HandmadeDuplicates.of(lake(), "beats")
        .pair(md5(0), md5(1), "strict", 0.6)
        .pair(md5(0), md5(3), "near", 0.2)
        .pair(md5(2), md5(5), "related", 0.12)
        .pair(md5(4), md5(6), "related", 0.12)
        .publish();
  }

  @Test
  @Order(1)
  void officialSplitsStayAndFilesAlikeFollowThem() {
    PartitaRun run = of("split", "--ratios", "60/20/20").exits(0);

    Map<String, String> splits = splits();
    assertThat(splits)
        .containsEntry("beat0.mid", "train")
        .containsEntry("beat1.mid", "test")
        .containsEntry("beat2.mid", "validation")
        .containsEntry("beat4.mid", "extra");
    assertThat(splits.get("beat3.mid")).as("test before train").isEqualTo("test");
    assertThat(splits.get("beat5.mid")).isEqualTo("validation");
    run.says(4, "catalog")
        .says("0 pairs")
        .says("catalog", "3 pairs", "1 strict", "1 near", "1 related");
    assertThat(run.out()).contains("  strict   ");
  }

  @Test
  @Order(2)
  void theirLeaksFailACheckOfLeaksOnly() {
    of("check")
        .exits(0)
        .says("ok", "duplicates", "dup_pairs", 0, "catalog", 3, "1 strict", "1 near", "1 related");
    of("check", "--no-leaks").exits(3).says("FAILED", "duplicates", "dup_pairs", 0, "catalog", 3);
  }

  @Tag("full")
  @Test
  @Order(2)
  void statisticsCountThem() {
    PartitaRun stats = of("stats").exits(0);

    stats
        .says("4 pairs", "1 strict", "1 near", "2 related")
        .says("0 pairs", "catalog", "3 pairs", "1 strict", "1 near", "1 related");
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', statistic, category, value) FROM %s WHERE"
                        .formatted(DuckDb.table(lake(), "statistics", "beats"))
                    + " \"table\" = 'dup_pairs' AND \"column\" = 'split' ORDER BY ALL"))
        .containsExactly(
            "frequency official near 1.0",
            "frequency official related 1.0",
            "frequency official strict 1.0",
            "leaks 3.0");
  }

  @Tag("full")
  @Test
  @Order(3)
  void theyAreDrawnWhereThatIsAskedFor() {
    JsonNode report = of("split", "--official", "draw", "--seed", 3, "--json").json();

    assertThat(report.path("official_files").asInt()).isZero();
    assertThat(report.at("/leaks/made").size()).isZero();
    assertThat(report.at("/leaks/official").size()).isZero();
    assertThat(report.at("/before/extra").asInt()).isEqualTo(1);
    Map<String, String> splits = splits();
    assertThat(splits).doesNotContainValue("extra");
    assertThat(splits.get("beat0.mid"))
        .isEqualTo(splits.get("beat1.mid"))
        .isEqualTo(splits.get("beat3.mid"));
    of("check", "--no-leaks").exits(0).says("ok", "duplicates", "dup_pairs", 0);

    of("split").exits(0);
    assertThat(splits()).containsEntry("beat1.mid", "test").containsEntry("beat4.mid", "extra");
  }

  private static Map<String, String> splits() {
    Map<String, String> splits = new TreeMap<>();
    DuckDb.rows("SELECT path, split FROM " + DuckDb.table(lake(), "midi_sources", "beats"))
        .forEach(
            row -> {
              String path = (String) row.get(0);
              splits.put(path.substring(path.lastIndexOf('/') + 1), (String) row.get(1));
            });
    return splits;
  }

  private static String md5(int beat) {
    return DuckDb.texts(
            "SELECT midi_md5 FROM %s WHERE path LIKE '%%beat%d.mid'"
                .formatted(DuckDb.table(lake(), "midi_sources", "beats"), beat))
        .get(0);
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static PartitaRun of(String command, Object... more) {
    List<Object> line = new ArrayList<>(List.of(command, "--lake", lake(), "--dataset", "beats"));
    line.addAll(Arrays.asList(more));
    return PartitaRun.of(line.toArray());
  }
}
