package io.partita.ingest.msd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedData;
import io.partita.SharedFolders;
import io.partita.SortedTables;
import io.partita.Values;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.MsdRows;
import io.partita.msd.MsdTrackReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the Million Song Dataset, array by array, and damaged ones. */
@Tag("spark")
class IngestMsdTest {
  @TempDir private Path folder;

  @Test
  void everyArrayOfEveryGeneratedTrackFileIsInTheTable() throws Exception {
    Path msd = Sample.get().msd();

    JsonNode report = ingest(msd).json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(4);
    assertSameRows(msd);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("quarantine"))).isZero();
  }

  @Test
  void everyArrayOfEveryRealTrackFileIsInTheTable() throws Exception {
    Path data = SharedData.file("data/msd/data");

    ingest(data).exits(0);

    assertSameRows(data);
  }

  @Test
  void damagedFilesGoToTheQuarantine() throws IOException {
    Path whole = files(Sample.get().msd()).get(0);
    byte[] bytes = Files.readAllBytes(whole);
    Path input =
        Files.createDirectories(folder.resolve("msd/A/B/C")).getParent().getParent().getParent();
    Files.write(input.resolve("A/whole.h5"), bytes);
    Files.write(input.resolve("A/again.H5"), bytes);
    Files.write(input.resolve("A/cut.h5"), Arrays.copyOf(bytes, bytes.length / 2));
    Files.writeString(input.resolve("A/B/page.h5"), "<html>Gone</html>");
    Files.write(input.resolve("A/B/C/empty.h5"), new byte[0]);
    SharedFolders.copyFile(Sample.get().metadata(), input.resolve("summary.h5"));
    Files.writeString(input.resolve("notes.txt"), "no music");

    JsonNode report = ingest(input).json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(2);
    assertThat(report.at("/members/rejected").asInt()).isEqualTo(4);
    assertThat(report.at("/counts/other_files").asInt()).isEqualTo(1);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("msd_tracks"))).isEqualTo(1);
    List<List<Object>> quarantine =
        DuckDb.rows(
            "SELECT path, fault, size_bytes, detail, hex(bytes_around) FROM "
                + table("quarantine")
                + " ORDER BY path");
    assertThat(quarantine.stream().map(row -> row.get(0)))
        .containsExactly("msd/A/B/C/empty.h5", "msd/A/B/page.h5", "msd/A/cut.h5", "msd/summary.h5");
    assertThat(quarantine).allSatisfy(row -> assertThat((String) row.get(3)).isNotBlank());
    assertThat(quarantine.get(0).subList(1, 3)).containsExactly("NOT_HDF5", 0L);
    assertThat(quarantine.get(1).get(1)).isEqualTo("NOT_HDF5");
    assertThat(quarantine.get(0).get(4)).isEqualTo("");
    assertThat(quarantine.get(1).get(4))
        .isEqualTo(HexFormat.of().withUpperCase().formatHex("<html>Gone</html>".getBytes(UTF_8)));
    assertThat(quarantine.get(2).get(1)).isEqualTo("TRUNCATED");
  }

  @Test
  void theSameRunAgainGivesTheSameRows() {
    Path msd = Sample.get().msd();
    ingest(msd).exits(0);
    var first = SortedTables.of(folder.resolve("lake"), "msd");
    ingest(msd).exits(0);

    assertThat(SortedTables.of(folder.resolve("lake"), "msd")).isEqualTo(first);
    assertThat(first).containsOnlyKeys("msd_tracks", "quarantine");
  }

  @Test
  void aDataSetOfAnotherCommandIsLeftAlone() {
    ingest(Sample.get().msd()).exits(0);

    PartitaRun.line(
            "ingest-lmd --input {} --lake {} --dataset msd",
            Sample.get().archive(),
            folder.resolve("lake"))
        .mistake(Mistake.OTHER_COMMAND)
        .names("msd", "ingest msd", "ingest lmd", "--dataset");
  }

  @Test
  void aFolderWithoutFilesIsAMistake() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    ingest(empty).mistake(Mistake.NO_DATA).names("--input", "[" + empty + "]");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  private void assertSameRows(Path input) throws Exception {
    List<Path> files = files(input);
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("msd_tracks")))
        .isEqualTo(files.size());
    for (Path file : files) {
      Row expected = MsdRows.msdTrackRow(MsdTrackReader.read(Files.readAllBytes(file)));
      List<Object> row =
          DuckDb.rows(
                  "SELECT * EXCLUDE (dataset) FROM "
                      + table("msd_tracks")
                      + " WHERE track_id = '"
                      + expected.getString(0)
                      + "'")
              .get(0);
      String[] columns = LakeTable.MSD_TRACKS.schema().fieldNames();
      for (int i = 0; i < columns.length; i++) {
        assertThat(Values.text(row.get(i)))
            .as("%s of %s", columns[i], file)
            .isEqualTo(Values.text(expected.get(i)));
      }
    }
  }

  private static List<Path> files(Path input) throws IOException {
    try (Stream<Path> files = Files.walk(input)) {
      return files.filter(file -> file.toString().endsWith(".h5")).sorted().toList();
    }
  }

  private PartitaRun ingest(Path input) {
    return PartitaRun.line(
        "ingest-msd --input {} --lake {} --dataset msd --json --max-rejected 1",
        input,
        folder.resolve("lake"));
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "msd");
  }
}
