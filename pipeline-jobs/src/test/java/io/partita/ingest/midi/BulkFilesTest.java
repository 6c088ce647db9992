package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.Values;
import io.partita.lake.bulk.BulkFile;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import io.partita.score.Division;
import io.partita.score.Meter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.Tokenization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes and tokens as they are written in bulk, read by DuckDB and by both readers of Spark. */
@Tag("spark")
class BulkFilesTest {
  private static final String VECTORISED = "spark.sql.parquet.enableVectorizedReader";

  private static SparkSession spark;
  @TempDir private Path folder;
  private final List<List<Object>> rows = new ArrayList<>();

  @BeforeAll
  static void startSpark() {
    spark = Spark.session("bulk-files");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @Test
  void notesAreReadAsTheyAre() throws IOException {
    Path file = folder.resolve("notes.parquet");
    try (BulkFile bulk = file(file, LakeTable.NOTES)) {
      NoteFile notes = new NoteFile(bulk);
      for (int notesOf : List.of(3, 0, 25_000, 1)) {
        addNotes(notes, score(Division.ppq(480), notesOf));
      }
      addNotes(notes, score(Division.smpte(25, 40), 70));

      assertThat(bulk.rows()).isEqualTo(rows.size());
    }

    assertThatAllRead(file);
    assertThat(
            DuckDb.texts(
                "SELECT path_in_schema FROM parquet_metadata('"
                    + file
                    + "') WHERE encodings LIKE '%DELTA_BINARY_PACKED%' ORDER BY 1"))
        .containsExactly("note_idx", "offset_tick", "onset_tick");
  }

  private void addNotes(NoteFile file, Score score) throws IOException {
    String md5 = "md5 of " + score.notes().size();
    file.add(md5, score);
    Meter meter = Meter.of(score).orElse(null);
    int index = 0;
    for (Note note : score.notes()) {
      rows.add(
          Arrays.asList(
              md5,
              index++,
              note.track(),
              note.channel(),
              note.program(),
              note.isDrum(),
              note.pitch(),
              note.velocity(),
              note.onsetTick(),
              note.offsetTick(),
              note.onsetS(),
              note.durationS(),
              meter == null ? null : meter.barAt(note.onsetTick()),
              meter == null ? null : meter.quartersIntoBar(note.onsetTick()),
              note.closedBy().name().toLowerCase(Locale.ROOT),
              note.port()));
    }
  }

  @Test
  void tokensAreReadAsTheyAre() throws IOException {
    Path file = folder.resolve("tokens.parquet");
    TokenScheme scheme = TokenSchemes.ANTICIPATION;
    SplittableRandom random = new SplittableRandom(3);
    try (BulkFile bulk = file(file, LakeTable.TOKENS)) {
      TokenFile tokens = new TokenFile(bulk, scheme);
      for (int length : new int[] {0, 5, 0, 300_000, 1, 0}) {
        int[] numbers = random.ints(length, 0, 27_000).toArray();
        tokens.add(
            "md5 " + length, new Tokenization(Optional.empty(), numbers, length, 1, 2, 3, 4, 0));
        rows.add(List.of("md5 " + length, scheme.version(), numbers, length, 2, 1, 3));
      }
    }

    assertThatAllRead(file);
  }

  private static BulkFile file(Path file, LakeTable table) throws IOException {
    return TableFile.inBulk(path(file), table, Map.of(), new Configuration());
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static Score score(Division division, int notes) {
    SplittableRandom random = new SplittableRandom(notes);
    ScoreBuilder score = Score.builder(division).tempo(0, 500_000);
    for (int note = 0; note < notes; note++) {
      long tick = 30L * note;
      int channel = random.nextInt(16);
      score.note(
          channel,
          channel,
          8 * channel,
          random.nextInt(128),
          1 + note % 127,
          tick,
          tick + note % 500);
    }
    return score.build();
  }

  private void assertThatAllRead(Path file) {
    List<String> expected = rows.stream().map(Values::text).toList();
    assertThat(DuckDb.rows("SELECT * FROM '" + file + "'").stream().map(Values::text).toList())
        .as("rows that DuckDB reads")
        .isEqualTo(expected);
    for (String isVectorised : List.of("true", "false")) {
      spark.conf().set(VECTORISED, isVectorised);
      assertThat(
              spark.read().parquet(file.toString()).collectAsList().stream()
                  .map(Values::text)
                  .toList())
          .as("rows that Spark reads, vectorised: %s", isVectorised)
          .isEqualTo(expected);
    }
    spark.conf().unset(VECTORISED);
  }
}
