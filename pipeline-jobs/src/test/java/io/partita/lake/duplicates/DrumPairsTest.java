package io.partita.lake.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of drums only, of which two are copies of others. */
@InTurn
class DrumPairsTest {
  @TempDir private Path folder;

  @Test
  void copiesOfDrumsAreFound() throws Exception {
    SortedMap<String, byte[]> drums = new TreeMap<>();
    for (int beat = 0; beat < 6; beat++) {
      drums.put("b" + beat + ".mid", Beats.of(beat).bytes());
    }
    drums.put("b1-late.mid", new Beats(1, 12, 0).bytes());
    drums.put("b2-thin.mid", new Beats(2, 12, .1).bytes());
    Path archive = InputArchives.write(folder.resolve("drums.zip"), drums);
    Path lake = folder.resolve("lake");
    PartitaRun.of("ingest-midi", "--input", archive, "--lake", lake, "--dataset", "drums").exits(0);

    PartitaRun.of("find-duplicates", "--lake", lake, "--dataset", "drums").exits(0);

    String files = DuckDb.table(lake, "midi_files", "drums");
    assertThat(
            DuckDb.texts(
                "SELECT concat_ws(' ', least(f.path, g.path), greatest(f.path, g.path), namespace,"
                    + " tier IN ('strict', 'near'), transpose IS NULL, round(slope, 2), shared >="
                    + " 12) FROM "
                    + DuckDb.table(lake, "dup_pairs", "drums")
                    + " p JOIN "
                    + files
                    + " f ON f.midi_md5 = p.a JOIN "
                    + files
                    + " g ON g.midi_md5 = p.b ORDER BY 1"))
        .containsExactly(
            "b1-late.mid b1.mid DST true true 1.0 true",
            "b2-thin.mid b2.mid DST true true 1.0 true");
  }
}
