package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java whose home folder is empty, and stays so. */
@InTurn
class HomeFolderTest {
  @TempDir private Path folder;

  @Test
  void theSynthesizerLeavesNoPreferencesAndSaysNothingOfThem() throws Exception {
    PartitaRun run = child("convert", NoteSample.get().midi(0), folder.resolve("a.wav"));

    assertThat(run.exits(0).err()).doesNotContainIgnoringCase("preferences");
    assertThat(folder.resolve("a.wav")).isNotEmptyFile();
    assertThat(folder.resolve("home")).isEmptyDirectory();
  }

  @Test
  void queriesLeaveNothing() throws Exception {
    child("sql", "--lake", Sample.get().lake(), "SELECT 1").exits(0);

    assertThat(folder.resolve("home")).isEmptyDirectory();
  }

  private PartitaRun child(Object... args) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    List<String> properties = List.of("user.home=" + home, "spark.master=local[1]");
    try (ChildPartita child = ChildPartita.start(folder, properties, args)) {
      return child.end();
    }
  }
}
