package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real archives against figures and tokens that other programs worked out. */
@Tag("spark")
class RealDataTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static JsonNode lakh;
  private static JsonNode groove;

  @BeforeAll
  static void ingest() {
    lakh =
        PartitaRun.line(
                "ingest-lmd --lake {} --json --input {} --metadata {} --match-scores {}",
                folder.resolve("lake"),
                SharedData.file("data/lakh/lmd_matched.tar.gz"),
                SharedData.file("data/msd/msd_summary_file.h5"),
                SharedData.file("data/lakh/match_scores.json"))
            .json();
    groove =
        PartitaRun.line(
                "ingest-midi --lake {} --json --input {} --catalog groove/info.csv",
                folder.resolve("lake"),
                SharedData.file("data/groove.zip"))
            .json();
  }

  @Test
  void lakhsFiguresAreThoseOfPandasAndH5py() throws IOException {
    JsonNode expected = JSON.readTree(SharedData.file("golden/tables/lakh.json").toFile());

    JsonNode actual =
        sql(
            """
            SELECT (SELECT count(*) FROM midi_sources WHERE dataset = 'lmd_matched') AS members,
                count(*) AS tracks_in_archive, count(song_id) AS tracks_with_metadata,
                count(DISTINCT artist_name) AS artists, count(DISTINCT artist_id) AS artist_ids,
                count(DISTINCT release) AS albums,
                named_struct('mean', avg(duration_s), 'min', min(duration_s),
                    'max', max(duration_s)) AS duration_s,
                avg(coalesce(tempo_bpm, 0)) AS tempo_bpm_mean_all,
                count(*) - count(tempo_bpm) AS tempo_zero, avg(loudness_db) AS loudness_db_mean,
                array(%s) AS key, array(%s) AS mode, count(year) AS years_known
            FROM tracks WHERE dataset = 'lmd_matched'
            """
                .formatted(counts("key", 12), counts("mode", 2)));

    assertThat(actual.size()).isEqualTo(expected.size());
    assertClose(actual, expected, "");
    assertThat(lakh.at("/counts/tracks").asLong()).isEqualTo(129);
    assertThat(lakh.at("/members/ok").asLong() + lakh.at("/members/repaired").asLong())
        .isEqualTo(337 - lakh.at("/members/rejected").asLong());
  }

  @InTurn
  @Test
  void lakhsStatisticsAreThoseOfPandasAndH5py() throws IOException {
    JsonNode expected = JSON.readTree(SharedData.file("golden/tables/lakh.json").toFile());

    JsonNode figures =
        PartitaRun.of(
                "stats", "--lake", folder.resolve("lake"), "--dataset", "lmd_matched", "--json")
            .json()
            .path("figures");

    JsonNode tracks = figures.path("tracks");
    assertThat(figures.at("/midi_sources//rows").asInt())
        .isEqualTo(expected.path("members").asInt());
    assertThat(tracks.at("//rows").asInt())
        .isEqualTo(expected.path("tracks_with_metadata").asInt());
    assertThat(tracks.at("/artist_name/distinct").asInt())
        .isEqualTo(expected.path("artists").asInt());
    assertThat(tracks.at("/artist_id/distinct").asInt())
        .isEqualTo(expected.path("artist_ids").asInt());
    assertThat(tracks.at("/release/distinct").asInt()).isEqualTo(expected.path("albums").asInt());
    for (String statistic : List.of("mean", "min", "max")) {
      assertThat(tracks.path("duration_s").path(statistic).asDouble())
          .isCloseTo(expected.at("/duration_s/" + statistic).asDouble(), withinPercentage(1e-11));
    }
    assertThat(expected.path("tempo_zero").asInt())
        .isEqualTo(tracks.at("/tempo_bpm/nulls").asInt())
        .isZero();
    assertThat(tracks.at("/tempo_bpm/mean").asDouble())
        .isCloseTo(expected.path("tempo_bpm_mean_all").asDouble(), withinPercentage(1e-11));
    assertThat(tracks.at("/loudness_db/mean").asDouble())
        .isCloseTo(expected.path("loudness_db_mean").asDouble(), withinPercentage(1e-11));
    assertThat(129 - tracks.at("/year/nulls").asInt())
        .isEqualTo(expected.path("years_known").asInt());
    for (String column : List.of("key", "mode")) {
      assertThat(
              DuckDb.rows(
                  ("SELECT value::INT FROM %s WHERE \"table\" = 'tracks' AND \"column\" = '%s' AND"
                          + " statistic = 'histogram' AND bin_low + 1 = bin_high ORDER BY bin_low")
                      .formatted(table("statistics", "lmd_matched"), column)))
          .extracting(row -> row.get(0))
          .containsExactlyElementsOf(ints(expected.path(column)));
    }
  }

  @Test
  void groovesSplitsAreItsCatalogs() throws IOException {
    JsonNode actual =
        sql(
            """
            SELECT count(*) AS members, count(DISTINCT midi_md5) AS contents,
                count_if(split = 'train') AS train, count_if(split = 'validation') AS validation,
                count_if(split = 'test') AS test, count_if(catalog['style'] IS NOT NULL) AS styles
            FROM midi_sources WHERE dataset = 'groove'
            """);

    assertThat(actual)
        .isEqualTo(
            JSON.readTree(
                "{\"members\":1150,\"contents\":1149,\"train\":897,\"validation\":124,"
                    + "\"test\":129,\"styles\":1150}"));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("midi_files", "groove")))
        .isEqualTo(1149);
    assertThat(groove.at("/counts/catalog_rows_matched").asInt()).isEqualTo(1150);
    assertThat(groove.at("/counts/catalog_rows_unmatched").asInt()).isZero();
    assertThat(groove.at("/members/ok").asInt()).isEqualTo(1150);
  }

  @Test
  void groovesLeaksAreCounted() {
    String files = table("midi_files", "groove");
    String sources = table("midi_sources", "groove");

    long crossing =
        DuckDb.number(
            "SELECT count(*) FROM (SELECT content_hash FROM "
                + sources
                + " s JOIN "
                + files
                + " f USING (midi_md5) GROUP BY 1 HAVING count(DISTINCT catalog['split']) > 1)");

    assertThat(groove.at("/counts/contents_in_several_catalog_splits").asLong())
        .isEqualTo(crossing);
  }

  @Test
  void notesAreThoseOfTheJdksOwnReader() throws Exception {
    String chosen = " WHERE midi_md5 LIKE '%0' ORDER BY midi_md5";
    Map<Object, List<String>> notes = new HashMap<>();
    for (List<Object> note :
        DuckDb.rows(
            "SELECT midi_md5, onset_tick, channel, pitch, velocity FROM "
                + table("notes", "groove")
                + chosen)) {
      notes
          .computeIfAbsent(note.get(0), md5 -> new ArrayList<>())
          .add(note.subList(1, 5).toString());
    }
    List<List<Object>> files =
        DuckDb.rows("SELECT midi_md5, bytes FROM " + table("midi_bytes", "groove") + chosen);

    assertThat(files).hasSizeGreaterThan(40);
    for (List<Object> file : files) {
      Blob blob = (Blob) file.get(1);
      assertThat(notes.get(file.get(0)))
          .as("%s", file.get(0))
          .containsExactlyInAnyOrderElementsOf(noteOns(blob.getBytes(1, (int) blob.length())));
    }
  }

  @Test
  void tokensAreThoseOfTheGoldens() throws Exception {
    Path lake = folder.resolve("tokens");
    Map<String, JsonNode> goldens = new HashMap<>();
    Set<Path> inputs = new TreeSet<>();
    Path shared = SharedData.file("");
    for (String scheme : List.of("anticipation", "seed")) {
      Path golden = SharedData.file("golden/midi/tokens-" + scheme + ".jsonl");
      for (String line : Files.readAllLines(golden)) {
        JsonNode object = JSON.readTree(line);
        Path file = shared.resolve(object.path("file").asText());
        if (Files.exists(file)) {
          inputs.add(file.getParent());
          goldens.put(scheme + " " + name(file), object);
        }
      }
    }
    List<Object> args =
        new ArrayList<>(
            List.of(
                "ingest-midi",
                "--lake",
                lake,
                "--dataset",
                "d",
                "--tokens",
                "anticipation,seed",
                "--max-rejected",
                "1",
                "--input"));
    args.addAll(inputs);
    PartitaRun.of(args.toArray()).exits(0);

    int compared = 0;
    for (List<Object> row :
        DuckDb.rows(
            "SELECT s.path, t.scheme, t.tokens, t.n_unclosed, t.n_orphan_off FROM "
                + DuckDb.table(lake, "tokens", "d")
                + " t JOIN "
                + DuckDb.table(lake, "midi_sources", "d")
                + " s USING (midi_md5)")) {
      JsonNode golden = goldens.get(row.get(1) + " " + row.get(0));
      if (golden != null && golden.path("ok").asBoolean()) {
        Object[] tokens = (Object[]) ((java.sql.Array) row.get(2)).getArray();
        assertThat(Arrays.asList(tokens))
            .as("%s %s", row.get(1), row.get(0))
            .isEqualTo(ints(golden.path("tokens")));
        assertThat(row.get(3)).isEqualTo(golden.path("unclosed").asInt());
        assertThat(row.get(4)).isEqualTo(golden.path("orphan_offs").asInt());
        compared++;
      }
    }
    assertThat(compared)
        .isGreaterThan(20)
        .isEqualTo((int) goldens.values().stream().filter(g -> g.path("ok").asBoolean()).count());
  }

  /** Onset tick, channel, pitch and velocity of every note on. */
  private static List<String> noteOns(byte[] midi) throws Exception {
    Sequence sequence = MidiSystem.getSequence(new ByteArrayInputStream(midi));
    List<String> notes = new ArrayList<>();
    for (Track track : sequence.getTracks()) {
      for (int i = 0; i < track.size(); i++) {
        MidiEvent event = track.get(i);
        if (event.getMessage() instanceof ShortMessage message
            && message.getCommand() == ShortMessage.NOTE_ON
            && message.getData2() > 0) {
          notes.add(
              List.of(event.getTick(), message.getChannel(), message.getData1(), message.getData2())
                  .toString());
        }
      }
    }
    return notes;
  }

  /** A member's path in the lake: its folder's name and its own. */
  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static List<Object> ints(JsonNode array) {
    return IntStream.range(0, array.size()).<Object>mapToObj(i -> array.get(i).asInt()).toList();
  }

  private static String counts(String column, int values) {
    return String.join(
        ", ",
        IntStream.range(0, values)
            .mapToObj(value -> "count_if(%s = %d)".formatted(column, value))
            .toList());
  }

  private static JsonNode sql(String query) throws IOException {
    PartitaRun run =
        PartitaRun.of("sql", "--lake", folder.resolve("lake"), "--format", "jsonl", query);
    return JSON.readTree(run.exits(0).out());
  }

  private static void assertClose(JsonNode actual, JsonNode expected, String where) {
    if (expected.isContainerNode()) {
      assertThat(actual.size()).as(where).isEqualTo(expected.size());
      expected
          .fields()
          .forEachRemaining(
              field ->
                  assertClose(
                      actual.path(field.getKey()), field.getValue(), where + "/" + field.getKey()));
      for (int i = 0; expected.isArray() && i < expected.size(); i++) {
        assertClose(actual.get(i), expected.get(i), where + "/" + i);
      }
    } else {
      assertThat(actual.isNumber()).as(where).isTrue();
      assertThat(actual.asDouble())
          .as(where)
          .isCloseTo(expected.asDouble(), within(1e-9 * Math.abs(expected.asDouble())));
    }
  }

  private static String table(String name, String dataset) {
    return DuckDb.table(folder.resolve("lake"), name, dataset);
  }
}
