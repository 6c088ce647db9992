package io.partita.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.LakeVersion.Table;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobMirrorTest {
  private static final String FILES = "_partita/songs/files/";

  @TempDir private Path lake;

  @Test
  void itsFilesAreThoseOfTheVersionUnderASecondName() throws IOException {
    Table notes = table("run-0/notes/a.parquet", "run-0/notes/b.parquet");
    Table tokens = table("run-0/tokens/scheme=remi/a.parquet");

    renew(Map.of(LakeTable.NOTES, notes, LakeTable.TOKENS, tokens));

    assertThat(mirror())
        .containsExactly(
            "notes/dataset=songs/_run.json",
            "notes/dataset=songs/a.parquet",
            "notes/dataset=songs/b.parquet",
            "tokens/dataset=songs/_run.json",
            "tokens/dataset=songs/scheme=remi/a.parquet");
    assertThat(
            Files.isSameFile(
                lake.resolve("notes/dataset=songs/a.parquet"),
                lake.resolve(FILES + "run-0/notes/a.parquet")))
        .isTrue();
  }

  @Test
  void theNextVersionTakesItsPlaceAndTheFilesOfTheOneBeforeStay() throws IOException {
    renew(
        Map.of(
            LakeTable.NOTES, table("run-0/notes/a.parquet"),
            LakeTable.LYRICS, table("run-0/lyrics/a.parquet"),
            LakeTable.TOKENS, table("run-0/tokens/scheme=remi/a.parquet")));
    Files.createDirectories(lake.resolve("notes/dataset=other"));
    Files.writeString(lake.resolve("notes/dataset=other/a.parquet"), "of another data set");

    // A name of the version before, of other bytes; and the same name twice.
    renew(
        Map.of(
            LakeTable.NOTES, table("run-1/notes/a.parquet", "run-2/notes/a.parquet"),
            LakeTable.TOKENS, table("run-1/tokens/scheme=tsd/a.parquet")));

    assertThat(mirror())
        .containsExactly(
            "notes/dataset=other/a.parquet",
            "notes/dataset=songs/_run.json",
            "notes/dataset=songs/a.parquet",
            "notes/dataset=songs/run-2-a.parquet",
            "tokens/dataset=songs/_run.json",
            "tokens/dataset=songs/scheme=tsd/a.parquet");
    assertThat(lake.resolve("notes/dataset=songs/a.parquet")).hasContent("run-1/notes/a.parquet");
    assertThat(lake.resolve(FILES + "run-0/lyrics/a.parquet")).exists();
    assertThat(lake.resolve("lyrics/dataset=songs")).doesNotExist();
  }

  private void renew(Map<LakeTable, Table> tables) throws IOException {
    GlobMirror.renew(
        lake, "songs", new LakeVersion(1, 0, "a", "ingest-midi", "now", tables, Map.of()));
  }

  private Table table(String... files) throws IOException {
    for (String file : files) {
      Path path = lake.resolve(FILES + file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
    JsonNode report = Json.MAPPER.createObjectNode().put("run_id", "r");
    return new Table(
        report,
        Arrays.stream(files).map(file -> new DataFile(FILES + file, 1, 1, null, null)).toList());
  }

  private List<String> mirror() throws IOException {
    try (Stream<Path> all = Files.walk(lake)) {
      return all.filter(Files::isRegularFile)
          .map(file -> lake.relativize(file).toString())
          .filter(name -> !name.startsWith("_partita"))
          .sorted()
          .toList();
    }
  }
}
