package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.lake.split.DrumBeats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night's commands from a file. */
@Tag("spark")
class RunLinesTest {
  @TempDir private Path folder;

  @Test
  void eachLineIsRunAndTheFirstThatFailsEndsAll() throws IOException {
    Path lake = folder.resolve("a lake");
    DrumBeats.write(Files.createDirectories(folder.resolve("in")), 3);
    String night =
        """
        # what comes every night
        ingest midi '%s' --lake "%s" --dataset songs

        partita stats songs --lake "%s"
        sql --lake "%s" --format csv "SELECT count(*) AS n FROM midi_files"
        """
            .formatted(folder.resolve("in"), lake, lake, lake);

    PartitaRun run = run(night);
    assertThat(run.exits(0).out()).contains("n\n3\n");
    assertThat(run.err().lines().filter(line -> line.startsWith("+ "))).hasSize(3);

    PartitaRun other = run(night.replace("stats songs", "stats song"));
    assertThat(other.exits(2).out()).doesNotContain("n\n3\n");
    assertThat(other.err()).contains("line 4 of");
  }

  @Test
  void aLineThatIsNoCommandStopsAllBeforeTheFirst() throws IOException {
    for (String line : new String[] {"rm -rf lake", "run night.txt", "--help", "partita"}) {
      PartitaRun run = run("tokenize schemes\n" + line + "\n");
      assertThat(run.exits(2).code()).as(line).isEqualTo(Mistake.MALFORMED_FILE);
      assertThat(run.out()).isEmpty();
    }
    assertThat(PartitaRun.of("run", folder.resolve("none.txt")).exits(2).code())
        .isEqualTo(Mistake.NO_SUCH_FILE);
  }

  private PartitaRun run(String lines) throws IOException {
    return PartitaRun.of("run", Files.writeString(folder.resolve("night.txt"), lines));
  }
}
