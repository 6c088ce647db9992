package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.duckdb.LakeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read in the middle of a swap is the version that it will end with. */
class LakeFilesTest {
  @TempDir private Path folder;

  @Test
  void liveFilesAreFoundByTableAndDataSet() throws Exception {
    LakeFiles files = LakeFiles.of(SmallLake.in(folder).root);

    assertThat(files.runs()).containsEntry("songs", "run-1").containsEntry("sounds", "run-2");
    assertThat(files.tables().get("audio_tracks")).containsOnlyKeys("sounds");
    assertThat(files.tables().get("tokens").get("songs").files())
        .singleElement()
        .satisfies(file -> assertThat(file.getParent()).endsWith(Path.of("scheme=anticipation")));
  }

  @Test
  void stagedFilesAreReadWhileTheyAreSwappedInAndDroppedTablesAreNot() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    Path bookkeeping = lake.root.resolve("_partita/songs");
    lake.songs("run-3", table -> bookkeeping.resolve("staged/id-3").resolve(table));
    Files.writeString(
        bookkeeping.resolve("journal.json"),
        """
        {"attempt": "run-3", "command": "ingest-midi", "runId": "id-3",
         "tables": ["midi_files", "notes"], "dropped": ["tokens"]}\
        """);

    LakeFiles files = LakeFiles.of(lake.root);

    assertThat(files.runs()).containsEntry("songs", "run-3");
    assertThat(files.tables().get("notes").get("songs").path().toString()).contains("staged");
    assertThat(files.tables().get("midi_bytes").get("songs").path().toString())
        .doesNotContain("staged");
    assertThat(files.tables()).doesNotContainKey("tokens");
  }

  @Test
  void aFolderWithoutALakeIsAMistake() {
    assertThatThrownBy(() -> LakeFiles.of(folder))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.NO_SUCH_LAKE));
  }
}
