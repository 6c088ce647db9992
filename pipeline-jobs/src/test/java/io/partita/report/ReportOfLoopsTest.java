package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of one small data set; {@code ReportTest} reads the pages of a whole lake. */
@InTurn
class ReportOfLoopsTest {
  @TempDir private Path folder;

  @Test
  void thePagesShowTheDataSet() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(DrumSample.get().lake(), lake);
    PartitaRun.line(
            "slice drums --lake {} --dataset {} --bars 2 --map roland --replace",
            lake,
            DrumSample.DATASET)
        .exits(0);
    Path out = folder.resolve("out");

    PartitaRun run = PartitaRun.line("report --no-stats --lake {} --out {}", lake, out).exits(0);

    assertThat(run.outLines()).containsExactly("Open " + out.resolve("index.html"));
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("dataset-" + DrumSample.DATASET + ".html");
    assertThat(Files.readString(out.resolve("dataset-" + DrumSample.DATASET + ".html")))
        .startsWith("<!DOCTYPE html>")
        .contains(DrumSample.DATASET, "drum_slices");
  }
}
