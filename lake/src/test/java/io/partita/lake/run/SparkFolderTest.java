package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.OddFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkFolderTest {
  @TempDir private Path temporary;

  @Test
  void whatAProcessThatIsGoneLeftIsDeletedAndNothingElse() throws IOException {
    OddFiles.make(
        temporary,
        """
        mkdir -p partita-spark-1/blockmgr-x/00 partita-spark-2 spark-3/blockmgr-y outside
        touch partita-spark-1/lock partita-spark-1/blockmgr-x/00/shuffle_0 spark-3/blockmgr-y/a
        touch outside/mine; ln -s ../outside partita-spark-1/link
        """);
    SparkFolder inUse = SparkFolder.create(temporary);
    Files.writeString(inUse.folder().resolve("spilled"), "x");

    SparkFolder.deleteLeftOver(temporary);

    assertThat(temporary.resolve("partita-spark-1")).doesNotExist();
    assertThat(temporary.resolve("partita-spark-2")).as("may be about to be locked").exists();
    assertThat(temporary.resolve("spark-3/blockmgr-y/a")).exists();
    assertThat(temporary.resolve("outside/mine")).exists();
    assertThat(inUse.folder().resolve("spilled")).exists();

    inUse.delete();
    assertThat(inUse.folder()).doesNotExist();
  }

  @Test
  void sparkInsideThisProcessHasTheFolder() throws IOException {
    Path folder = SparkFolder.ofThisProcess();

    assertThat(folder).isDirectoryContaining("glob:**/" + SparkFolder.LOCK);
    assertThat(Spark.conf("test").get("spark.local.dir")).isEqualTo(folder.toString());
    assertThat(SparkFolder.ofThisProcess()).isEqualTo(folder);
  }
}
