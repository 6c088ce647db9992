package io.partita.lake;

import static io.partita.lake.table.LakeTable.TRACK_MIDI;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.ParquetFooter;
import io.partita.lake.table.ParquetRows;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFilesTest {
  private static final Map<String, String> PROVENANCE = Map.of("partita.run_id", "run");

  @TempDir private java.nio.file.Path folder;
  private final Configuration conf = new Configuration();

  @Test
  void smallFilesOfAShareAreOneInTheirOrder() throws IOException {
    List<LakeVersion.DataFile> files =
        published(
            List.of("part-2-00001-b", "part-2-00000-c", "part-2-00002-a", "part-4-00000-d"), 3);

    assertThat(files)
        .extracting(file -> new Path(file.path()).getName())
        .containsExactly("part-2-00000-c-all.zstd.parquet", "part-4-00000-d.zstd.parquet");
    assertThat(rows(files.get(0)))
        .containsExactly("c0", "c1", "c2", "b0", "b1", "b2", "a0", "a1", "a2");
    assertThat(files.get(0).rows()).isEqualTo(9);
    assertThat(ParquetFooter.provenance(path(files.get(0)), conf)).containsAllEntriesOf(PROVENANCE);
    assertThat(new java.io.File(path(files.get(0)).getParent().toUri().getPath()).list())
        .filteredOn(name -> !name.startsWith(".") && !name.startsWith("_"))
        .as("files that no version names")
        .hasSize(2);
  }

  @Test
  void largeFilesStayAsTheyAre() throws IOException {
    List<LakeVersion.DataFile> files = published(List.of("part-00000-a", "part-00001-b"), 60_000);

    assertThat(files)
        .extracting(file -> new Path(file.path()).getName())
        .containsExactly("part-00000-a.zstd.parquet", "part-00001-b.zstd.parquet");
    assertThat(rows(files.get(1))).hasSize(60_000);
  }

  private List<LakeVersion.DataFile> published(List<String> names, int rows) throws IOException {
    Lake lake = Lake.at(folder.toString(), conf);
    try (Publication publication =
        Publication.begin(lake, "songs", "run", "attempt", "ingest-lmd", false)) {
      for (String name : names) {
        write(new Path(publication.staged(TRACK_MIDI), name + ".zstd.parquet"), rows);
      }
      publication.publish(List.of(TRACK_MIDI), List.of(), Map.of());
    }
    return LakeVersions.of(lake, "songs").read(1).tables().get(TRACK_MIDI).files();
  }

  /** Each row has the last letter of the file's name and its number. */
  private void write(Path file, int rows) throws IOException {
    String letter = file.getName().replaceFirst("\\..*", "");
    letter = letter.substring(letter.length() - 1);
    try (TableFile<Row> out = TableFile.ofRows(file, TRACK_MIDI, PROVENANCE, conf)) {
      for (int i = 0; i < rows; i++) {
        out.write(RowFactory.create("TR" + i * 7919L % 104_729, letter + i, i / 3.0, 1));
      }
    }
  }

  private List<String> rows(LakeVersion.DataFile file) throws IOException {
    List<String> found = new ArrayList<>();
    try (ParquetRows rows = new ParquetRows(path(file), conf)) {
      for (Optional<Group> row = rows.next(); row.isPresent(); row = rows.next()) {
        found.add(row.get().getString("midi_md5", 0));
      }
    }
    return found;
  }

  private Path path(LakeVersion.DataFile file) {
    return new Path(folder.toUri().toString(), file.path());
  }
}
