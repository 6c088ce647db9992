package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.LakeVersion.Made;
import io.partita.lake.LakeVersion.Table;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeVersionsTest {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 60;

  @TempDir private Path folder;
  private LakeVersions versions;

  @BeforeEach
  void open() throws IOException {
    versions = LakeVersions.of(Lake.at(folder.toString(), new Configuration()), "songs");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(versions.newest()).isEmpty();
    LakeVersion first = version(1, "a");
    versions.create(first);
    LakeVersion second = version(2, "b");
    versions.create(second);

    assertThat(versions.numbers()).containsExactly(2, 1);
    assertThat(versions.read(1)).isEqualTo(first);
    assertThat(versions.newest()).contains(second);
    assertThat(second.tables().get(LakeTable.NOTES).rows()).isEqualTo(30);
  }

  @Test
  void reportsThatTablesShareAreWrittenOnce() {
    assertThat(new String(version(1, "a").json(), java.nio.charset.StandardCharsets.UTF_8))
        .containsOnlyOnce("run-of-a");
  }

  @Test
  void ofEightWritersAtOnceOneWinsEachTime() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int number = 1; number <= ROUNDS; number++) {
        List<Future<String>> tries = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          LakeVersion mine = version(number, "writer-" + writer);
          tries.add(writers.submit(() -> publishes(mine) ? mine.attempt() : null));
        }
        List<String> winners = new ArrayList<>();
        for (Future<String> each : tries) {
          if (each.get() != null) {
            winners.add(each.get());
          }
        }
        assertThat(winners).hasSize(1).containsExactly(versions.read(number).attempt());
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(folder.resolve("_partita/songs/versions").toFile().list()).hasSize(ROUNDS);
  }

  @Test
  void aNumberThatIsTakenIsRefusedAndStays() throws IOException {
    versions.create(version(1, "a"));

    assertThatThrownBy(() -> versions.create(version(1, "b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1");
    assertThat(versions.read(1).attempt()).isEqualTo("a");
  }

  @Test
  void whatAStoreListsHalfWrittenIsNoVersion() throws IOException {
    versions.create(version(1, "a"));
    Path written = folder.resolve("_partita/songs/versions");
    Files.writeString(written.resolve("00000002-5f3a"), "{");
    Files.writeString(written.resolve("00000003.json.tmp"), "{");

    assertThat(versions.numbers()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"format\":1', '\"format\":2', format",
    "'\"number\":1', '\"number\":2', number",
    "'\"path\":\"x/', '\"path\":\"../', outside",
    "'\"path\":\"x/', '\"path\":\"/', outside",
    "'\"path\":\"x/', '\"path\":\"a/./', outside",
    "'\"path\":\"x/', '\"path\":\"s3a://b/', outside",
    "'\"rows\":10', '\"rows\":-1', rows",
    "'\"files\"', '\"other\"', files of",
    "'\"tables\"', '\"tablets\"', tables",
    "'\"attempt\"', '\"intent\"', attempt",
    "'}', '', cut",
  })
  void aDamagedFileIsSaidSo(String from, String to, String said) throws IOException {
    versions.create(version(1, "a"));
    Path file = folder.resolve("_partita/songs/versions/00000001.json");
    Files.writeString(file, Files.readString(file).replace(from, to));

    assertThatMistake(() -> versions.newest())
        .is(Mistake.DAMAGED_LAKE)
        .names("00000001.json", said);
  }

  private boolean publishes(LakeVersion version) {
    try {
      versions.create(version);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static LakeVersion version(int number, String attempt) {
    JsonNode report = Json.MAPPER.createObjectNode().put("run_id", "run-of-" + attempt);
    return new LakeVersion(
        number,
        number - 1,
        attempt,
        "ingest-lmd",
        "2026-01-01T00:00:00Z",
        Map.of(
            LakeTable.NOTES,
            new Table(
                report,
                List.of(
                    new DataFile("x/1.parquet", 1000, 10, "00ff", "7fff"),
                    new DataFile("x/2.parquet", 2000, 20, "80ff", "ffff"))),
            LakeTable.LYRICS,
            new Table(report, List.of()),
            LakeTable.KEYS,
            new Table(null, List.of(new DataFile("x/3.parquet", 1, 0, null, null)))),
        Map.of(
            "ingest-lmd",
            new Made("state", "recipe", attempt, Set.of(LakeTable.NOTES, LakeTable.KEYS))));
  }

  /** All files are from the day after tomorrow; the next run counts on, and nothing is deleted. */
  @Test
  void aClockThatRunsBackLosesNothing() throws IOException {
    Lake lake = SmallVersions.lake(folder.resolve("ahead"));
    SmallVersions.publish(lake, "first");
    FileTime ahead = FileTime.from(Instant.now().plus(2, ChronoUnit.DAYS));
    try (Stream<Path> files = Files.walk(folder.resolve("ahead"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, ahead);
      }
    }

    SmallVersions.publish(lake, "second");
    SmallVersions.publish(lake, "third");
    assertThat(SmallVersions.seen(lake)).isEqualTo("third");
    assertThat(LakeVersions.of(lake, SmallVersions.DATASET).numbers()).containsExactly(3, 2, 1);
    new Vacuum(lake, SmallVersions.DATASET, 1, Duration.ZERO).run("vacuum");

    assertThat(SmallVersions.seen(lake)).isEqualTo("third");
    SmallVersions.publish(lake, "fourth");
    assertThat(SmallVersions.seen(lake)).isEqualTo("fourth");
  }
}
