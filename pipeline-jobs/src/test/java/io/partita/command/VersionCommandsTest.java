package io.partita.command;

import static io.partita.command.CheckRuns.check;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.midi.MidiWriter;
import io.partita.symbolic.NoteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A data set whose version n has n files, from the first one that is staged to the last. */
@Tag("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VersionCommandsTest {
  private static final String COUNT = "SELECT count(*) AS n FROM midi_files";

  @TempDir private static Path folder;
  private static String staged;

  private final Path lake = folder.resolve("lake");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("songs"));
  }

  @Test
  @Order(1)
  void aStagedIngestIsCheckedAndThenPublished() throws IOException {
    staged = ingest(1, "--stage-only").exits(0).json().path("run_id").asText();
    PartitaRun.of("tables", "--lake", lake).mistake(Mistake.NO_SUCH_LAKE);
    assertThat(versions().get(0).path("state").asText()).isEqualTo("staged");

    assertThat(check(lake, "songs", "--staged").exits(0).json().path("run_id").asText())
        .isEqualTo(staged);
    check(lake, "songs", "--staged", staged, "--min-rows", "2").exits(3);
    check(lake, "songs", "--staged", "other").mistake(Mistake.NOT_PREPARED).names("other", staged);
    assertThat(publish(staged).json().path("version").asInt()).isEqualTo(1);

    assertThat(count()).isEqualTo("1");
    assertThat(check(lake, "songs", "--staged").exits(0).json().path("run_id").asText())
        .as("of the newest version, as nothing is staged")
        .isEqualTo(staged);
    assertThat(publish().json().path("version").asInt()).as("nothing is staged").isEqualTo(1);
  }

  @Test
  @Order(2)
  void aDiscardedOneChangesNothing() throws IOException {
    ingest(2, "--stage-only").exits(0);
    assertThat(count()).isEqualTo("1");

    PartitaRun.of("discard", "--lake", lake, "--dataset", "songs").exits(0);

    assertThat(count()).isEqualTo("1");
    assertThat(versions()).hasSize(1);
    assertThat(lake.resolve("_partita/songs/files").toFile().list()).hasSize(1);
    PartitaRun.of("discard", "--lake", lake, "--dataset", "songs")
        .mistake(Mistake.NOT_PREPARED)
        .names("songs");
  }

  @Test
  @Order(3)
  void bothEnginesReadEarlierVersions() throws IOException {
    ingest(2).exits(0);
    ingest(3).exits(0);

    for (String engine : List.of("duckdb", "spark")) {
      assertThat(count("--engine", engine)).isEqualTo("3");
      assertThat(count("--engine", engine, "--as-of", "2")).isEqualTo("2");
      assertThat(count("--engine", engine, "--as-of", "songs=1")).isEqualTo("1");
      sql("--engine", engine, "--as-of", "7").mistake(Mistake.NO_SUCH_DATASET).names("songs", 7);
      sql("--engine", engine, "--as-of", "x=1").mistake(Mistake.NO_SUCH_DATASET).names("x");
      sql("--engine", engine, "--as-of", "one").mistake(Mistake.BAD_OPTION).names("one");
    }
    assertThat(versions())
        .extracting(version -> version.path("version").asInt())
        .containsExactly(3, 2, 1);
    assertThat(versions().get(0).path("rows").asLong()).isGreaterThan(3);
    PartitaRun.of("tables", "--lake", lake, "--versions").mistake(Mistake.MISSING_OPTION);
  }

  @Test
  @Order(4)
  void anEarlierVersionComesBackAndOldOnesGo() throws IOException {
    assertThat(publish("--rollback", "1").json().path("version").asInt()).isEqualTo(4);
    assertThat(count()).isEqualTo("1");
    PartitaRun.of("publish", "--lake", lake, "--dataset", "songs", "run", "--rollback", "1")
        .mistake(Mistake.OPTIONS_EXCLUDE);

    assertThat(vacuum().json().path("files").asInt()).as("all are young").isZero();
    JsonNode would = vacuum("--keep", "1", "--min-age", "0s").json();
    assertThat(would.path("is_deleted").asBoolean()).isFalse();
    assertThat(count("--as-of", "2")).isEqualTo("2");
    JsonNode gone = vacuum("--keep", "1", "--min-age", "0s", "--yes").json();

    assertThat(gone.path("is_deleted").asBoolean()).isTrue();
    assertThat(gone.path("files")).isEqualTo(would.path("files"));
    assertThat(count()).isEqualTo("1");
    sql("--engine", "duckdb", "--as-of", "2").mistake(Mistake.NO_SUCH_DATASET).names(2);
    PartitaRun.of("vacuum", "--lake", lake, "--dataset", "songs", "--keep", "0")
        .mistake(Mistake.BAD_OPTION)
        .names("--keep", 0);
  }

  @Test
  @Order(5)
  void aDamagedVersionOrAMissingFileIsALine() throws IOException {
    Path version = lake.resolve("_partita/songs/versions/00000004.json");
    String whole = Files.readString(version);
    for (String damaged :
        List.of(
            whole.substring(0, whole.length() / 2),
            whole.replace("\"format\":1", "\"format\":7"),
            whole.replace("\"path\":\"_partita", "\"path\":\"../_partita"))) {
      Files.writeString(version, damaged);
      for (String engine : List.of("duckdb", "spark")) {
        sql("--engine", engine).mistake(Mistake.DAMAGED_LAKE).names("00000004.json");
      }
      check(lake, "songs").mistake(Mistake.DAMAGED_LAKE).names("00000004.json");
    }
    Files.writeString(version, whole);
    VersionFiles.edit(
        lake,
        "songs",
        json ->
            ((ObjectNode) json.at("/tables/midi_files/files/0"))
                .put("path", "_partita/songs/files/gone.parquet"));
    for (String engine : List.of("duckdb", "spark")) {
      sql("--engine", engine).mistake(Mistake.DAMAGED_LAKE).names("gone.parquet");
    }
  }

  private PartitaRun ingest(int songs, Object... more) throws IOException {
    for (int song = 0; song < songs; song++) {
      Files.write(
          folder.resolve("songs/" + song + ".mid"),
          MidiWriter.write(NoteLine.score(new int[] {60 + song, 64}, 0, 0.3)));
    }
    return run("ingest-midi", List.of("--input", folder.resolve("songs"), "--json"), more);
  }

  private PartitaRun publish(Object... more) {
    return run("publish", List.of("--dataset", "songs", "--json"), more).exits(0);
  }

  private PartitaRun vacuum(Object... more) {
    return run("vacuum", List.of("--dataset", "songs", "--json"), more).exits(0);
  }

  private JsonNode versions() {
    return run("tables", List.of("--dataset", "songs", "--json"), "--versions")
        .exits(0)
        .json()
        .path("versions");
  }

  private PartitaRun sql(Object... more) {
    return run("sql", List.of(COUNT, "--format", "csv"), more);
  }

  private String count(Object... more) {
    return sql(more).exits(0).outLines().get(1);
  }

  private PartitaRun run(String command, List<Object> options, Object... more) {
    List<Object> line = new ArrayList<>(List.of(command, "--lake", lake));
    line.addAll(options);
    line.addAll(List.of(more));
    return PartitaRun.of(line.toArray());
  }
}
