package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set that goes leaves no file and takes none of another's with it. */
@Tag("spark")
class DropTest {
  @TempDir private Path folder;
  private Path lake;

  @BeforeEach
  void copyLake() throws Exception {
    lake = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), lake);
  }

  @Test
  void withoutYesNothingIsDeleted() throws Exception {
    List<String> before = files();

    JsonNode shown = drop("--json").exits(0).json();

    assertThat(shown.path("is_deleted").asBoolean()).isFalse();
    assertThat(shown.path("tables").toString()).contains("notes", "midi_files");
    assertThat(shown.path("bytes").asLong()).isPositive();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void nothingOfItIsLeftAndAnotherStays() throws Exception {
    renameDataset();

    JsonNode dropped = drop("--yes", "--json").exits(0).json();

    assertThat(dropped.path("is_deleted").asBoolean()).isTrue();
    assertThat(files()).isNotEmpty().noneMatch(file -> file.contains(Sample.DATASET));
    assertThat(Lake.at(lake.toString(), new Configuration()).datasets()).containsExactly("other");
    drop("--yes").mistake(Mistake.NO_SUCH_DATASET);
  }

  /** What is left where a removal was cut short after its first steps. */
  @Test
  void itGoesOnWhereItWasCut() throws Exception {
    renameDataset();
    Files.delete(lake.resolve("_partita").resolve(Sample.DATASET).resolve("current.json"));

    drop("--yes").exits(0);

    assertThat(files()).noneMatch(file -> file.contains(Sample.DATASET));
  }

  @Test
  void thePreviousVersionCanGoAlone() throws Exception {
    Path previous = lake.resolve("_partita").resolve(Sample.DATASET).resolve("previous/notes");
    Files.createDirectories(previous);
    Files.write(previous.resolve("part-0.parquet"), new byte[100]);
    List<String> live = files().stream().filter(file -> !file.contains("previous")).toList();

    JsonNode dropped = drop("--previous", "--yes", "--json").exits(0).json();

    assertThat(dropped.path("bytes").asLong()).isEqualTo(100);
    assertThat(files()).isEqualTo(live);
    assertThat(Lake.at(lake.toString(), new Configuration()).datasets())
        .containsExactly(Sample.DATASET);
  }

  @Test
  void aDataSetThatIsBeingWrittenStays() throws Exception {
    List<String> before = files();
    Lake open = Lake.at(lake.toString(), new Configuration());
    try (Publication writing =
        Publication.beside(open, Sample.DATASET, "run", "attempt", "tokenize")) {
      drop("--yes").exits(1);
      assertThat(writing.stage()).isNotNull();
    }
    assertThat(files()).isEqualTo(before);
  }

  private PartitaRun drop(Object... options) {
    return PartitaRun.of(
        Stream.concat(Stream.of("drop", Sample.DATASET, "--lake", lake), Stream.of(options))
            .toArray());
  }

  /** Makes a second data set of the same files. */
  private void renameDataset() throws Exception {
    Path copy = folder.resolve("copy");
    SharedFolders.copy(Sample.get().lake(), copy);
    Files.move(copy.resolve("_partita").resolve(Sample.DATASET), lake.resolve("_partita/other"));
    Files.move(
        copy.resolve("notes/dataset=" + Sample.DATASET), lake.resolve("notes/dataset=other"));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> walk = Files.walk(lake)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> lake.relativize(file).toString())
          .filter(file -> !file.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
