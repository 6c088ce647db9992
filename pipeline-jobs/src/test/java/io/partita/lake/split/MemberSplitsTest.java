package io.partita.lake.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.PartitaRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog's splits, joined by Spark to the files that it names. */
@InTurn
@Tag("spark")
class MemberSplitsTest {
  @TempDir private Path folder;

  @Test
  void equalFilesKeepTheSplitsThatTheCatalogSaysOfEach() throws Exception {
    Path input = Files.createDirectory(folder.resolve("beats"));
    DrumBeats.write(input, 3);
    Files.copy(input.resolve("beat0.mid"), input.resolve("beat0-again.mid"));
    Path catalog =
        Files.writeString(
            folder.resolve("beats.csv"),
            "midi_filename,split\nbeat0.mid,train\nbeat0-again.mid,test\n");
    Path lake = folder.resolve("lake");
    PartitaRun.of("ingest-midi", "--input", input, "--lake", lake, "--catalog", catalog).exits(0);
    HandmadeDuplicates.of(lake, "beats").publish();

    PartitaRun.of("split", "--lake", lake, "--dataset", "beats").exits(0);

    assertThat(
            DuckDb.texts(
                "SELECT parse_filename(path) || ' ' || split FROM "
                    + DuckDb.table(lake, "midi_sources", "beats")
                    + " WHERE path LIKE '%beat0%' ORDER BY path"))
        .containsExactly("beat0-again.mid test", "beat0.mid train");
  }
}
