package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.lake.SmallVersions.DATASET;
import static io.partita.lake.SmallVersions.TABLES;
import static io.partita.lake.SmallVersions.publish;
import static io.partita.lake.SmallVersions.seen;
import static io.partita.lake.SmallVersions.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is staged, gone back to and deleted, without any file being written anew. */
class NextVersionTest {
  @TempDir private Path folder;
  private Lake lake;
  private NextVersion next;

  @BeforeEach
  void open() throws IOException {
    lake = SmallVersions.lake(folder);
    next = new NextVersion(lake, DATASET, "mine");
  }

  @Test
  void whatIsStagedIsSeenByNobodyUntilItIsPublished() throws IOException {
    publish(lake, "v1");
    stage(lake, "v2");

    assertThat(seen(lake)).isEqualTo("v1");
    assertThat(folder.resolve("notes/dataset=songs").toFile().list()).contains("v1.zstd.parquet");
    assertThat(seen(lake.withStaged(DATASET, "v2"))).isEqualTo("v2");
    assertThat(VersionSummary.all(lake, DATASET))
        .extracting(VersionSummary::state)
        .containsExactly("staged", "current");
    List<Path> before = dataFiles();

    LakeVersion version = next.ofStaged("v2");

    assertThat(version.number()).isEqualTo(2);
    assertThat(seen(lake)).isEqualTo("v2");
    assertThat(folder.resolve("notes/dataset=songs").toFile().list()).contains("v2.zstd.parquet");
    assertThat(dataFiles()).isEqualTo(before);
    assertThat(folder.resolve("_partita/songs/staged")).isEmptyDirectory();
    assertThat(next.ofStaged(null).number()).as("nothing is staged").isEqualTo(2);
    assertThatMistake(() -> next.ofStaged("v2")).is(Mistake.NOT_PREPARED).names("v2");
  }

  @Test
  void aFirstIngestCanBeStaged() throws IOException {
    stage(lake, "v1");
    assertThat(lake.datasets()).isEmpty();

    assertThat(next.ofStaged(null).number()).isEqualTo(1);

    assertThat(seen(lake)).isEqualTo("v1");
  }

  @Test
  void whatWasStagedOnAnOlderVersionIsRefused() throws IOException {
    publish(lake, "v1");
    stage(lake, "v2");
    LakeVersion staged = LakeVersions.of(lake, DATASET).stagedVersion().orElseThrow();
    new NextVersion(lake, DATASET, "other").ofEarlier(1);

    assertThatMistake(() -> next.ofStaged(null)).is(Mistake.CHANGED).names("v2", 1, DATASET, 2);

    assertThat(seen(lake)).isEqualTo("v1");
    assertThat(staged.parent()).isEqualTo(1);
    assertThatMistake(() -> next.discard("v9")).is(Mistake.NOT_PREPARED).names("v9", "v2");
    assertThat(next.discard(null)).isEqualTo("v2");
    assertThat(folder.resolve("_partita/songs/files").toFile().list()).containsExactly("v1-1");
    assertThatMistake(() -> next.discard(null)).is(Mistake.NOT_PREPARED).names(DATASET);
    assertThatMistake(() -> new NextVersion(lake, "none", "mine").ofStaged(null))
        .is(Mistake.NO_SUCH_DATASET);
  }

  @Test
  void theNextIngestTakesThePlaceOfWhatIsStaged() throws IOException {
    stage(lake, "v1");
    stage(lake, "v2");

    assertThat(seen(lake.withStaged(DATASET, null))).isEqualTo("v2");
    assertThat(folder.resolve("_partita/songs/files").toFile().list()).containsExactly("v2-1");
  }

  @Test
  void anEarlierVersionComesBackAsTheNewest() throws IOException {
    publish(lake, "v1");
    publish(lake, "v2");
    List<Path> before = dataFiles();

    assertThat(next.ofEarlier(1).number()).isEqualTo(3);

    assertThat(seen(lake)).isEqualTo("v1");
    assertThat(seen(lake.asOf(DATASET, 2))).isEqualTo("v2");
    assertThat(dataFiles()).isEqualTo(before);
    assertThat(folder.resolve("notes/dataset=songs").toFile().list()).contains("v1.zstd.parquet");
    assertThatMistake(() -> next.ofEarlier(9)).is(Mistake.NO_SUCH_DATASET).names(9, "[3, 2, 1]");
    Files.delete(folder.resolve("_partita/songs/files/v2-2/notes/v2.zstd.parquet"));
    assertThatMistake(() -> next.ofEarlier(2)).is(Mistake.DAMAGED_LAKE).names("v2.zstd.parquet", 2);
    assertThat(seen(lake)).isEqualTo("v1");
  }

  @Test
  void whereTheNewestIsDamagedAnEarlierOneComesBack() throws IOException {
    publish(lake, "v1");
    publish(lake, "v2");
    Path damaged = folder.resolve("_partita/songs/versions/00000002.json");
    Files.writeString(damaged, "{");
    assertThatMistake(() -> seen(lake)).is(Mistake.DAMAGED_LAKE).names("00000002.json");

    assertThat(next.ofEarlier(1).number()).isEqualTo(3);

    assertThat(seen(lake)).isEqualTo("v1");
    assertThat(damaged).doesNotExist();
    assertThat(damaged.resolveSibling(".damaged-00000002.json")).hasContent("{");
    publish(lake, "v4");
    assertThat(seen(lake)).isEqualTo("v4");

    Files.writeString(damaged.resolveSibling("00000004.json"), "{");
    assertThat(new DatasetRemoval(lake, DATASET).run("mine").isDeleted()).isTrue();
    assertThat(lake.datasets()).isEmpty();
  }

  @Test
  void whatNoKeptVersionNamesGoesWhenItIsOld() throws IOException {
    for (String version : List.of("v1", "v2", "v3")) {
      publish(lake, version);
    }
    stage(lake, "v4");
    Path young = folder.resolve("_partita/songs/files/killed-4/notes/part.parquet");
    Files.createDirectories(young.getParent());
    Files.createFile(young);
    Vacuum vacuum = new Vacuum(lake, DATASET, 2, Duration.ofHours(24));
    assertThat(vacuum.preview().files()).as("all are young").isZero();
    for (Path file : dataFiles()) {
      if (!file.equals(young)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      }
    }

    assertThat(vacuum.preview().files()).isEqualTo(TABLES.size());
    assertThat(vacuum.run("mine").files()).isEqualTo(TABLES.size());

    assertThat(LakeVersions.of(lake, DATASET).numbers()).containsExactly(3, 2);
    assertThat(folder.resolve("_partita/songs/files").toFile().list())
        .containsExactlyInAnyOrder("v2-2", "v3-3", "v4-4", "killed-4");
    assertThat(seen(lake)).isEqualTo("v3");
    assertThat(seen(lake.asOf(DATASET, 2))).isEqualTo("v2");
    assertThat(seen(lake.withStaged(DATASET, null))).isEqualTo("v4");
    assertThat(new Vacuum(lake, DATASET, 1, Duration.ZERO).run("mine").files())
        .isEqualTo(TABLES.size() + 1);
    assertThat(folder.resolve("_partita/songs/files").toFile().list())
        .containsExactlyInAnyOrder("v3-3", "v4-4");
    publish(lake, "v5");
    assertThat(seen(lake)).isEqualTo("v5");
  }

  @Test
  void aLakeThatWasLookedAtOnceStaysAsItWas() throws IOException {
    publish(lake, "v1");
    Lake now = lake.now();
    publish(lake, "v2");

    assertThat(seen(now)).isEqualTo("v1");
    assertThat(now.current(DATASET).attempt()).isEqualTo("attempt-v1");
    assertThat(seen(lake)).isEqualTo("v2");
  }

  @Test
  void aMissingDataSetIsAMistake() {
    assertThatMistake(() -> VersionSummary.all(lake, "none")).is(Mistake.NO_SUCH_DATASET);
    assertThatMistake(() -> new Vacuum(lake, "none", 1, Duration.ZERO).preview())
        .is(Mistake.NO_SUCH_DATASET);
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("_partita/songs/files"))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
