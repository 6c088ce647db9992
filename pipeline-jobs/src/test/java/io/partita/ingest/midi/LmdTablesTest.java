package io.partita.ingest.midi;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.MalformedInputException;
import io.partita.ParquetFiles;
import io.partita.Sample;
import io.partita.midi.MidiReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the tables of ingest-lmd, against the archive and each other. */
@Tag("spark")
class LmdTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Sample sample = Sample.get();

  @Test
  void theQuarantineSaysOfEachDamagedMemberWhatTheReaderSays() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (Map.Entry<String, byte[]> member : sample.members().entrySet()) {
      if (isMidi(member.getKey())) {
        try {
          var unused = MidiReader.events(member.getValue());
        } catch (MalformedInputException e) {
          expected.put(
              member.getKey(),
              List.of(e.fault().name(), e.byteOffset(), e.detail(), member.getValue().length)
                  .toString());
        }
      }
    }
    Map<String, String> quarantine =
        DuckDb.rows(
                "SELECT path, fault, byte_offset, detail, size_bytes FROM "
                    + sample.table("quarantine"))
            .stream()
            .collect(toMap(row -> (String) row.get(0), row -> row.subList(1, 5).toString()));

    assertThat(quarantine).isEqualTo(expected);
    assertThat(expected.keySet())
        .containsAll(
            sample.members().keySet().stream().filter(p -> p.startsWith(Sample.DAMAGED)).toList());
    assertThat(
            DuckDb.rows(
                "SELECT regexp_extract(path, '[^/]+$'), fault FROM "
                    + sample.table("quarantine")
                    + " WHERE path LIKE '"
                    + Sample.DAMAGED
                    + "%' ORDER BY 1"))
        .isEqualTo(
            List.of(
                List.of("empty.mid", "EMPTY"),
                List.of("no-division.mid", "BAD_DIVISION"),
                List.of("nuls.mid", "NOT_MIDI"),
                List.of("packed.mid", "NOT_MIDI"),
                List.of("page.mid", "NOT_MIDI"),
                List.of("text.mid", "NOT_MIDI")));
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + sample.table("quarantine")
                    + " q ANTI JOIN "
                    + sample.table("midi_files")
                    + " f ON q.md5 = f.midi_md5 AND f.status = 'rejected' AND f.fault = q.fault"))
        .isZero();
  }

  @Test
  void theTablesAgreeWithEachOther() {
    String files = sample.table("midi_files");
    assertThat(none("SELECT 1 FROM %s WHERE md5(bytes) <> midi_md5", "midi_bytes")).isZero();
    assertThat(DuckDb.number("SELECT count(*) FROM " + files + " WHERE status <> 'rejected'"))
        .isEqualTo(count("midi_bytes"));
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM (SELECT midi_md5, n_notes FROM "
                    + files
                    + " WHERE n_notes > 0 EXCEPT SELECT midi_md5, count(*) FROM "
                    + sample.table("notes")
                    + " GROUP BY ALL)"))
        .isZero();
    assertThat(count("midi_files"))
        .isEqualTo(DuckDb.number("SELECT count(DISTINCT midi_md5) FROM " + files));
    // One content in two places is one file and two sources.
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + sample.table("midi_sources")
                    + " WHERE midi_md5 = (SELECT midi_md5 FROM "
                    + sample.table("midi_sources")
                    + " WHERE path = 'lmd_matched/again/copy.MID')"))
        .isGreaterThanOrEqualTo(2);
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM (SELECT track_id, count(*) AS n, max(rank_in_track) AS last,"
                    + " min(rank_in_track) AS first FROM "
                    + sample.table("track_midi")
                    + " GROUP BY track_id) JOIN "
                    + sample.table("tracks")
                    + " USING (track_id) WHERE n <> last OR first <> 1 OR n_midi <> n"))
        .isZero();
  }

  @Test
  void scoresAreThePublishedOnes() throws IOException {
    JsonNode scores = JSON.readTree(sample.matchScores().toFile());
    List<List<Object>> pairs =
        DuckDb.rows("SELECT track_id, midi_md5, score FROM " + sample.table("track_midi"));

    assertThat(pairs)
        .isNotEmpty()
        .allSatisfy(
            pair ->
                assertThat(scores.path((String) pair.get(0)).path((String) pair.get(1)).asDouble())
                    .isEqualTo(pair.get(2)));
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM (SELECT score, lag(score) OVER (PARTITION BY track_id ORDER"
                    + " BY rank_in_track) AS better FROM "
                    + sample.table("track_midi")
                    + ") WHERE better < score"))
        .isZero();
  }

  @Test
  void eachFilesNotesAreTogetherInOrder() throws IOException {
    for (Path file : ParquetFiles.below(sample.lake().resolve("notes/dataset=lmd_matched"))) {
      List<List<Object>> notes =
          DuckDb.rows(
              "SELECT midi_md5, onset_tick, track, pitch, note_idx FROM read_parquet('"
                  + file
                  + "')");
      for (int i = 1; i < notes.size(); i++) {
        List<Object> before = notes.get(i - 1);
        List<Object> note = notes.get(i);
        assertThat(key(before)).isLessThanOrEqualTo(key(note));
        assertThat((int) note.get(4))
            .isEqualTo(before.get(0).equals(note.get(0)) ? (int) before.get(4) + 1 : 0);
      }
    }
  }

  @Test
  void noSideFilesOfHadoopLieInTheTables() throws IOException {
    try (Stream<Path> all = Files.walk(sample.lake())) {
      assertThat(all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .allMatch(name -> name.endsWith(".parquet") || name.endsWith(".json"))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  private long none(String query, String table) {
    return DuckDb.rows(query.formatted(sample.table(table))).size();
  }

  private long count(String table) {
    return DuckDb.number("SELECT count(*) FROM " + sample.table(table));
  }

  private static String key(List<Object> note) {
    return "%s %012d %05d %03d"
        .formatted(note.get(0), (long) note.get(1), (int) note.get(2), (int) note.get(3));
  }

  private static boolean isMidi(String path) {
    return path.toLowerCase(java.util.Locale.ROOT).endsWith(".mid");
  }
}
