package io.partita.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiftedVersionTest {
  private static final String IN_FOLDERS = "track_midi/dataset=songs/part-0.parquet";
  private static final String IN_VERSIONS = "_partita/songs/files/lifted/track_midi/part-0.parquet";

  private final Configuration conf = new Configuration();
  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void publishAsBefore() throws IOException {
    lake = Lake.at(folder.toString(), conf);
    assertThat(LiftedVersion.read(lake, "songs")).isEmpty();
    Path table = Files.createDirectories(folder.resolve(IN_FOLDERS).getParent());
    var file = new org.apache.hadoop.fs.Path(folder.resolve(IN_FOLDERS).toUri());
    try (TableFile<Row> rows = TableFile.ofRows(file, LakeTable.TRACK_MIDI, Map.of(), conf)) {
      rows.write(RowFactory.create("TRA", "a0", 0.5, 1));
      rows.write(RowFactory.create("TRB", "0f", null, 2));
    }
    Files.writeString(table.resolve("_run.json"), "{\"run_id\": \"run\"}");
    Files.writeString(table.resolve("_hidden.parquet"), "no Parquet");
    Files.createFile(table.resolve("empty.parquet"));
    Files.createDirectories(folder.resolve("_partita/songs"));
    Files.writeString(
        folder.resolve("_partita/songs/current.json"),
        "{\"attempt\": \"attempt\", \"command\": \"ingest-lmd\"}");
  }

  @Test
  void whatItsFoldersHoldIsVersionOne() throws IOException {
    LakeVersion version = LiftedVersion.read(lake, "songs").orElseThrow();

    assertThat(version.number()).isEqualTo(1);
    assertThat(version.parent()).isZero();
    assertThat(version.attempt()).isEqualTo("attempt");
    assertThat(version.command()).isEqualTo("ingest-lmd");
    assertThat(version.tables()).containsOnlyKeys(LakeTable.TRACK_MIDI);
    LakeVersion.Table table = version.tables().get(LakeTable.TRACK_MIDI);
    assertThat(table.report().path("run_id").asText()).isEqualTo("run");
    long bytes = Files.size(folder.resolve(IN_FOLDERS));
    assertThat(table.files()).containsExactly(new DataFile(IN_FOLDERS, bytes, 2, "0f", "a0"));
    assertThat(LakeVersions.of(lake, "songs").newest()).as("reading changes nothing").isEmpty();
  }

  @Test
  void itsFilesKeepTheirBytesWhateverComesOfTheFolders() throws IOException {
    LakeVersion read = LiftedVersion.read(lake, "songs").orElseThrow();
    byte[] bytes = Files.readAllBytes(folder.resolve(IN_FOLDERS));

    LakeVersion written = LiftedVersion.write(lake, "songs", read);

    assertThat(LakeVersions.of(lake, "songs").newest()).contains(written);
    assertThat(written.tables().get(LakeTable.TRACK_MIDI).files())
        .extracting(DataFile::path)
        .containsExactly(IN_VERSIONS);
    assertThat(Files.isSameFile(folder.resolve(IN_FOLDERS), folder.resolve(IN_VERSIONS))).isTrue();
    GlobMirror.renew(folder, "songs", written);
    assertThat(folder.resolve(IN_FOLDERS)).hasBinaryContent(bytes);
    GlobMirror.renew(
        folder, "songs", new LakeVersion(2, 1, "b", "ingest-lmd", "now", Map.of(), Map.of()));
    assertThat(folder.resolve(IN_FOLDERS)).doesNotExist();
    assertThat(folder.resolve(IN_VERSIONS)).hasBinaryContent(bytes);
    assertThatThrownBy(() -> LiftedVersion.write(lake, "songs", read))
        .as("of two runs that lift at once one does")
        .isInstanceOf(IOException.class);
  }
}
