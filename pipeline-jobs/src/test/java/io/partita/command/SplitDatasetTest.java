package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.lake.split.DrumBeats;
import io.partita.lake.split.HandmadeDuplicates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One small data set on its way: dealt by content, by groups, and with another seed. */
@InTurn
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SplitDatasetTest {
  private static final int FILES = 30;
  private static final List<String> DEALT =
      List.of("midi_sources", "midi_files", "tokens", "drum_slices", "drum_files", "latents");

  @TempDir private static Path folder;
  private static List<String> files;
  private static List<List<String>> before;
  private static JsonNode dealt;

  @BeforeAll
  static void ingest() throws Exception {
    Path input = Files.createDirectory(folder.resolve("beats"));
    DrumBeats.write(input, FILES);
    Files.write(input.resolve("broken.mid"), "No music.".getBytes(StandardCharsets.UTF_8));
    run("ingest-midi", "--input", input, "--lake", lake(), "--split", "50/25/25").exits(0);
    for (int bars : new int[] {2, 4}) {
      of("slice-drums", "--bars", bars).exits(0);
    }
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("model"));
    of("encode", "--model", folder.resolve("model")).exits(0);
    files =
        DuckDb.texts(
            "SELECT midi_md5 FROM "
                + table("midi_files")
                + " WHERE split IS NOT NULL ORDER BY midi_md5");
    before = otherColumns();
  }

  @Test
  @Order(1)
  void groupsAreNeededWhereTheyAreAskedFor() {
    of("split").mistake(Mistake.NOT_PREPARED).names("beats", "find duplicates", "split by content");
    of("split", "--ratios", "90/5").mistake(Mistake.BAD_OPTION).names("--ratios", "90/5");
    run("split", "--lake", lake(), "--dataset", "none")
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("none", "beats");
  }

  @Tag("full")
  @Test
  @Order(2)
  void contentsAreDealtWithoutGroups() {
    List<String> ingested = splits("midi_files");

    JsonNode report = of("split", "--by", "content", "--ratios", "60/20/20", "--json").json();

    assertThat(report.path("files").asInt()).isEqualTo(FILES);
    assertThat(report.path("groups").asInt()).isEqualTo(FILES);
    assertThat(report.path("leaks").isNull()).isTrue();
    assertThat(splits("midi_files")).isNotEqualTo(ingested);
    assertThat(report.path("tables").toString()).isEqualTo(quoted(DEALT));
    theTablesAgree(report);
    of("check").exits(0).says("ok", "duplicates");
  }

  @Test
  @Order(3)
  void checkFindsFilesAlikeInTwoSplits() throws Exception {
    groups().publish();

    PartitaRun check = of("check").exits(3);

    assertThat(check.out())
        .containsPattern("FAILED +duplicates +dup_pairs +\\d+ pairs?: \\d+ (exact|strict|near)");
  }

  @Test
  @Order(4)
  void filesAlikeComeIntoOneSplit() {
    dealt = of("split", "--ratios", "60/20/20", "--seed", 7, "--json").json();

    assertThat(dealt.path("files").asInt()).isEqualTo(FILES);
    assertThat(dealt.path("groups").asInt()).isEqualTo(FILES / 3);
    assertThat(dealt.path("official_files").asInt()).isZero();
    assertThat(dealt.at("/leaks/made").size()).isZero();
    assertThat(dealt.path("moved").asInt()).isPositive();
    assertThat(dealt.at("/options/seed").asInt()).isEqualTo(7);
    theTablesAgree(dealt);
    for (int i = 0; i < FILES; i += 3) {
      assertThat(
              new TreeSet<>(
                  DuckDb.texts(
                      "SELECT concat(split, ' ', split_group) FROM %s WHERE midi_md5 IN ('%s')"
                          .formatted(
                              table("midi_files"), String.join("', '", files.subList(i, i + 3))))))
          .hasSize(1);
    }
    of("check").exits(0).says("ok", "duplicates", "dup_pairs", 0);
  }

  @Test
  @Order(5)
  void nothingElseOfTheRowsIsAnother() {
    assertThat(otherColumns()).isEqualTo(before);
  }

  @Tag("full")
  @Test
  @Order(6)
  void theSameDealIsTheSameRunWhateverTheCores() throws Exception {
    List<String> splits = splits("drum_slices");
    String runId = runId("midi_files");
    for (String master : List.of("local[1]", "local[3]")) {
      PartitaRun again =
          PartitaRun.on(
              master, line("split", "--ratios", "60/20/20", "--seed", 7, "--json", "--again"));
      assertThat(again.json().path("run_id").asText()).isEqualTo(dealt.path("run_id").asText());
      assertThat(again.json().path("moved").asInt()).isZero();
      assertThat(splits("drum_slices")).isEqualTo(splits);
      assertThat(runId("midi_files")).isEqualTo(runId);
    }
    PartitaRun other = of("split", "--ratios", "60/20/20", "--seed", 8).exits(0);
    other
        .says("split", lake(), "beats")
        .says("30 files", "10 groups")
        .says("0 pairs")
        .says("midi_sources", "midi_files", "tokens", "drum_files", "drum_slices", "latents");
    assertThat(other.out()).containsPattern("train +\\d+ +\\d+");
    assertThat(runId("midi_files")).isNotEqualTo(runId);
    assertThat(splits("drum_slices")).isNotEqualTo(splits);
  }

  @Tag("full")
  @Test
  @Order(7)
  void groupsThatWerePartedAreToldApart() throws Exception {
    HandmadeDuplicates tables = groups();
    for (String file : files) {
      tables.cut(file, 0.4);
    }
    for (int i = 3; i < FILES; i += 3) {
      tables.pairOnly(files.get(i - 3), files.get(i), "related", 0.2);
    }
    tables.publish();

    JsonNode report = of("split", "--json").json();

    assertThat(report.at("/leaks/made").size()).isZero();
    assertThat(report.at("/leaks/parted/related").asInt()).isPositive();
    of("check").exits(0).says("ok", "duplicates", "dup_pairs", 0, "groups", "related");
    assertThat(of("check", "--no-leaks").exits(3).out())
        .containsPattern("FAILED +duplicates +dup_pairs");
  }

  @Test
  @Order(8)
  void whatIsMadeOfFilesThatWereDealtReplacesItself() {
    long slices = DuckDb.number("SELECT count(*) FROM " + table("drum_slices"));
    long latents = DuckDb.number("SELECT count(*) FROM " + table("latents"));
    of("encode", "--model", folder.resolve("model")).exits(0);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("latents"))).isEqualTo(latents);

    // Those of the other length, and latents, were assigned to the new splits, too.
    of("slice-drums", "--bars", 2).exits(0);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("drum_slices"))).isEqualTo(slices);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("latents"))).isEqualTo(latents);
    of("slice-drums", "--bars", 4).exits(0);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("drum_slices"))).isEqualTo(slices);
    assertThat(splits("drum_files"))
        .isEqualTo(
            DuckDb.texts(
                """
                SELECT concat_ws(' ', f.path, f.bars, s.split) FROM %s f
                JOIN %s s USING (source, path) ORDER BY ALL
                """
                    .formatted(table("drum_files"), table("midi_sources"))));
  }

  /** Three files after another are alike. */
  private static HandmadeDuplicates groups() {
    HandmadeDuplicates tables = HandmadeDuplicates.of(lake(), "beats");
    for (int i = 0; i < FILES; i += 3) {
      tables
          .pair(files.get(i), files.get(i + 1), "strict", 0.5)
          .pair(files.get(i), files.get(i + 2), "near", 0.45);
    }
    return tables;
  }

  private static void theTablesAgree(JsonNode report) {
    for (String table : DEALT) {
      assertThat(
              DuckDb.number(
                  """
                  SELECT count(*) FROM %s t JOIN %s f USING (midi_md5)
                  WHERE t.split IS DISTINCT FROM f.split
                  """
                      .formatted(table(table), table("midi_files"))))
          .as(table)
          .isZero();
    }
    for (String split : List.of("train", "validation", "test")) {
      assertThat(report.path("splits").path(split).asLong())
          .isPositive()
          .isEqualTo(
              DuckDb.number(
                  "SELECT count(*) FROM "
                      + table("midi_files")
                      + " WHERE split = '"
                      + split
                      + "'"));
    }
  }

  private static List<List<String>> otherColumns() {
    List<List<String>> tables = new ArrayList<>();
    for (String table : DEALT) {
      String left = table.equals("midi_files") ? "split, split_group" : "split";
      tables.add(
          DuckDb.texts(
              "SELECT to_json(t) FROM (SELECT * EXCLUDE (%s) FROM %s) t ORDER BY ALL"
                  .formatted(left, table(table))));
    }
    return tables;
  }

  private static List<String> splits(String table) {
    String rows =
        switch (table) {
          case "midi_files" -> "midi_md5";
          case "drum_files" -> "path, bars";
          default -> "path, bars, piece, start_step";
        };
    return DuckDb.texts(
        "SELECT concat_ws(' ', %s, split) FROM %s ORDER BY ALL".formatted(rows, table(table)));
  }

  private static String runId(String table) throws Exception {
    String report = Files.readString(lake().resolve(table + "/dataset=beats/_run.json"));
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(report)
        .path("run_id")
        .asText();
  }

  private static String quoted(List<String> names) {
    return "[\"" + String.join("\",\"", names) + "\"]";
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "beats");
  }

  private static PartitaRun of(String command, Object... more) {
    return run(line(command, more));
  }

  private static Object[] line(String command, Object... more) {
    List<Object> line = new ArrayList<>(List.of(command, "--lake", lake(), "--dataset", "beats"));
    line.addAll(Arrays.asList(more));
    return line.toArray();
  }

  private static PartitaRun run(Object... line) {
    return PartitaRun.of(line);
  }
}
