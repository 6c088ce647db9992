package io.partita.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without a free byte is freed by deleting from the lake on it. */
class FullDiskRemovalTest {
  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void fill() throws IOException {
    write("notes/dataset=d/part-0.parquet");
    write("notes/dataset=e/part-0.parquet");
    for (String dataset : List.of("d", "e")) {
      Files.createDirectories(folder.resolve("_partita").resolve(dataset));
      Files.writeString(
          folder.resolve("_partita").resolve(dataset).resolve("current.json"),
          "{\"attempt\":\"a\",\"command\":\"ingest-midi\"}");
    }
    write("_partita/d/previous/notes/part-0.parquet");
    write("_partita/d/files/r-1/notes/part-0.parquet");
    write("_partita/f/files/r-1/notes/part-0.parquet");
    FullFileSystem.setFull(true);
    lake = Lake.toDeleteFrom("full:" + folder, FullFileSystem.configuration());
  }

  @AfterEach
  void freeAll() {
    FullFileSystem.setFull(false);
  }

  @Test
  void aDataSetGoesAndAnotherStays() throws IOException {
    assertThat(new DatasetRemoval(lake, "d").run("a1").bytes()).isEqualTo(300);

    assertThat(lake.datasets()).containsExactly("e");
    assertThat(files()).noneMatch(file -> file.contains("/d/") || file.contains("=d/"));
    assertThat(files()).contains("notes/dataset=e/part-0.parquet");
  }

  @Test
  void thePastGoesAndTheLiveVersionStays() throws IOException {
    new Vacuum(lake, "d", 1, Duration.ZERO).run("a1");

    assertThat(lake.datasets()).containsExactly("d", "e");
    assertThat(files())
        .filteredOn(file -> file.contains("/d/") || file.contains("=d/"))
        .containsExactlyInAnyOrder("_partita/d/current.json", "notes/dataset=d/part-0.parquet");
  }

  @Test
  void whatAnIngestLeftThatWasNeverPublishedGoes() throws IOException {
    assertThat(lake.staged()).isEqualTo(Map.of("d", 100L, "f", 100L));

    new Vacuum(lake, "f", 1, Duration.ZERO).run("a1");

    assertThat(lake.staged()).isEqualTo(Map.of("d", 100L));
  }

  @Test
  void itsLockKeepsOthersOutAndNamesItsOwnerOnceThereIsRoom() throws IOException {
    WriterLock lock = Publication.lockToDelete(lake, "d", "a1", "drop");
    lock.requireHeld();
    assertThatThrownBy(() -> Publication.lockToDelete(lake, "d", "a2", "drop"))
        .isInstanceOf(IOException.class);
    lock.sign();
    lock.requireHeld();

    FullFileSystem.setFull(false);
    lock.sign();
    lock.requireHeld();
    assertThat(Files.readString(folder.resolve("_partita/d/lock"))).contains("\"a1\"");
    assertThat(lake.staged()).as("of a run that is under way").containsOnlyKeys("f");
    lock.close();
    assertThat(folder.resolve("_partita/d/lock")).doesNotExist();
  }

  @Test
  void whoWritesMoreTakesNoLock() {
    assertThatThrownBy(() -> Publication.beside(lake, "d", "r2", "a1", "tokenize"))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve("_partita/d/lock")).doesNotExist();
  }

  private void write(String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.write(folder.resolve(file), new byte[100]);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
