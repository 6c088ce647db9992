package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.duckdb.LakeFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void whatIsInNoVersionIsNotReadAndTheNewestCounts() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    SmallLake.Place live = lake.live("songs");
    lake.songs("run-3", table -> live.of(table.equals("tokens") ? "other" : table));

    assertThat(LakeFiles.of(lake.root).runs()).containsEntry("songs", "run-1");
    assertThat(names(LakeFiles.of(lake.root))).allMatch(name -> name.contains("-run-1."));

    lake.publish("songs", "run-3");
    LakeFiles files = LakeFiles.of(lake.root);

    assertThat(files.runs()).containsEntry("songs", "run-3");
    assertThat(names(files)).allMatch(name -> name.contains("-run-3."));
    assertThat(files.tables()).doesNotContainKey("tokens");
    assertThat(names(LakeFiles.of(lake.root, Map.of("songs", 1))))
        .allMatch(name -> name.contains("-run-1."));
  }

  @Test
  void theReportOfATablesRunIsInItsVersion() throws Exception {
    LakeFiles files = LakeFiles.of(SmallLake.in(folder).root);

    assertThat(files.report("sounds", "audio_tracks")).startsWith("{\"inputs\":[{\"name\":");
    assertThat(files.report("sounds", "mel")).isNull();
  }

  private static List<String> names(LakeFiles files) {
    return files.tables().values().stream()
        .filter(byDataset -> byDataset.containsKey("songs"))
        .flatMap(byDataset -> byDataset.get("songs").files().stream())
        .map(file -> file.getFileName().toString())
        .toList();
  }

  @Test
  void aFolderWithoutALakeIsAMistake() {
    assertThatThrownBy(() -> LakeFiles.of(folder))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.NO_SUCH_LAKE));
  }
}
