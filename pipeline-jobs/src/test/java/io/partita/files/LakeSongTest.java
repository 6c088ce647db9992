package io.partita.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A song of a lake by its title, its path and its MD5. */
@Tag("spark")
class LakeSongTest {
  @TempDir private Path folder;

  @Test
  void aTitleGivesTheBytesOfItsBestFile() throws Exception {
    String lake = Sample.get().lake().toString();
    String best =
        "SELECT %s FROM read_parquet('"
            + lake
            + "/tracks/*/*.parquet') t JOIN read_parquet('"
            + lake
            + "/track_midi/*/*.parquet') m USING (track_id) JOIN read_parquet('"
            + lake
            + "/midi_bytes/*/*.parquet') b USING (midi_md5)"
            + " WHERE rank_in_track = 1 AND title IS NOT NULL AND title NOT IN (SELECT title FROM"
            + " read_parquet('"
            + lake
            + "/tracks/*/*.parquet') WHERE title IS NOT NULL GROUP BY title HAVING count(*) > 1)"
            + " ORDER BY track_id LIMIT 1";
    String name = DuckDb.texts(best.formatted("artist_name || ' ' || title")).get(0);
    String md5 = DuckDb.texts(best.formatted("midi_md5")).get(0);
    Path byTitle = folder.resolve("title.mid");
    Path byMd5 = folder.resolve("md5.mid");

    song(name.toLowerCase(Locale.ROOT), byTitle).exits(0);
    song(md5, byMd5).exits(0);

    assertThat(byTitle).hasSameBinaryContentAs(byMd5);
    assertThat(Sample.get().members().values()).contains(Files.readAllBytes(byTitle));
  }

  @InTurn
  @Test
  void itBecomesSound() throws Exception {
    String md5 =
        DuckDb.texts(
                "SELECT min(midi_md5) FROM read_parquet('"
                    + Sample.get().lake()
                    + "/midi_bytes/*/*.parquet')")
            .get(0);
    Path out = folder.resolve("song.wav");

    song(md5, out).exits(0);

    assertThat(out).isNotEmptyFile();
  }

  @Test
  void noneAndSeveralAreMistakes() {
    song("no such title anywhere", folder.resolve("a.mid")).mistake(Mistake.NO_SUCH_TRACK);
    song("lmd_matched", folder.resolve("a.mid")).mistake(Mistake.BAD_OPTION);
    song(" ", folder.resolve("a.mid")).mistake(Mistake.BAD_OPTION);
    assertThat(folder).isEmptyDirectory();
  }

  private static PartitaRun song(String words, Path out) {
    return PartitaRun.of("convert", "lake:" + words, out, "--lake", Sample.get().lake());
  }
}
