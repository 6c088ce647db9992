package io.partita.lake.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file of each table numbers its columns, whichever command wrote it. */
@Tag("spark")
class FieldIdsOfFilesTest {
  @TempDir private Path folder;

  @Test
  void everyFileHasTheSchemaOfItsTableWithItsFieldIds() throws IOException {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), lake);
    for (String command :
        List.of("tokenize --tokens tsd", "slice drums --bars 2", "find duplicates", "split")) {
      PartitaRun.line(command + " --lake {} --dataset {}", lake, Sample.DATASET).exits(0);
    }

    Set<String> tables = new TreeSet<>();
    for (Path file : ParquetFiles.below(lake)) {
      Path within = lake.relativize(file);
      if (!within.startsWith("_partita")) {
        LakeTable table = LakeTable.named(within.getName(0).toString()).orElseThrow();
        tables.add(table.tableName());
        assertThat(schema(file)).as("%s", within).isEqualTo(ParquetSchema.of(table.schema()) + "");
      }
    }
    assertThat(tables)
        .contains(
            "drum_files", "drum_slices", "dup_files", "dup_pairs", "midi_files", "midi_sources")
        .contains("notes", "quarantine", "tokens", "track_midi", "tracks");
  }

  static String schema(Path file) throws IOException {
    var input =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      return reader.getFileMetaData().getSchema().toString();
    }
  }
}
