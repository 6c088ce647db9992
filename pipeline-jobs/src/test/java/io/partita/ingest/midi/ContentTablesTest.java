package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.midi.MidiBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.lang3.ArrayUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file has beside its notes and tokens is in tables, with ticks and seconds. */
@Tag("spark")
class ContentTablesTest {
  private static final String END = " 00 ff2f00";

  @TempDir private Path folder;

  @Test
  void textsAreInTheOrderOfTheFileWithTicksAndSeconds() {
    ingest(
        "local[2]",
        MidiBytes.file(1, 2)
            // A quarter of a second a quarter from tick 96 on.
            .track("00" + text(6, "Vérse") + " 60 ff5103 03d090 60" + text(7, "curtain") + END)
            .track("00 903c40 30" + text(5, "Hel-") + " 30" + text(5, "lo ") + " 00 803c00" + END));

    assertThat(rows("markers", "marker_idx, track, tick, time_s, kind, text"))
        .containsExactly(
            List.of(0, 0, 0L, 0.0, "marker", "Vérse"),
            List.of(1, 0, 192L, 0.75, "cue_point", "curtain"));
    assertThat(rows("lyrics", "lyric_idx, track, tick, time_s, text"))
        .containsExactly(List.of(0, 1, 48L, 0.25, "Hel-"), List.of(1, 1, 96L, 0.5, "lo "));
    checked();
  }

  @InTurn
  @Test
  void pedalsAreIntervalsAndBendsSemitones() {
    ingest(
        "local[2]",
        MidiBytes.file(0, 1)
            .track(
                "00 b2407f 00 903c40 60 b24000 00 b2437f 00 e20060"
                    + " 00 b26500 00 b26400 00 b2060c 60 e20020 00 803c00"
                    + END));

    assertThat(
            rows(
                "pedal",
                "press_idx, track, channel, controller, down_tick, up_tick, down_s, up_s,"
                    + " is_released"))
        .containsExactly(
            List.of(0, 0, 2, 64, 0L, 96L, 0.0, 0.5, true),
            List.of(1, 0, 2, 67, 96L, 192L, 0.5, 1.0, false));
    assertThat(
            rows(
                "bends",
                "bend_idx, track, channel, tick, time_s, value, range_semitones, semitones"))
        .containsExactly(
            List.of(0, 0, 2, 96L, 0.5, 4096, 2.0, 1.0),
            List.of(1, 0, 2, 192L, 1.0, -4096, 12.0, -6.0));
    checked();
  }

  @InTurn
  @Test
  void keysAreThoseOfTheFileAndOfEightBars() {
    ingest("local[2]", MidiBytes.file(0, 1).track("00" + scale(60) + " 9260" + scale(67) + END));

    assertThat(rows("keys", "scope, first_bar, key, tonic, mode"))
        .containsExactly(
            List.of("bars", 0L, "C major", 0, "major"),
            List.of("bars", 8L, "G major", 7, "major"),
            List.of("file", 0L, "G major", 7, "major"));
    assertThat(
            DuckDb.texts(
                "SELECT round(correlation, 9) FROM " + table("keys") + " WHERE scope = 'bars'"))
        .containsOnly("0.808427486");
    assertThat(DuckDb.texts("SELECT DISTINCT profile FROM " + table("keys")))
        .containsExactly("albrecht-shanahan");
    checked();
  }

  @InTurn
  @Test
  void keysAreFoundByTheProfileThatIsChosen() {
    JsonNode report =
        ingest(
            "local[2]",
            List.of("--key-profile", "krumhansl-kessler"),
            MidiBytes.file(0, 1).track("00" + scale(60) + END));

    assertThat(report.at("/options/key_profile").asText()).isEqualTo("krumhansl-kessler");
    assertThat(
            DuckDb.texts(
                "SELECT round(correlation, 9) || ' ' || profile FROM "
                    + table("keys")
                    + " WHERE scope = 'bars'"))
        .containsOnly("0.756407093 krumhansl-kessler");
    PartitaRun.of("ingest", "midi", "--input", folder, "--lake", lake(), "--key-profile", "mine")
        .mistake(Mistake.BAD_OPTION);
  }

  @InTurn
  @Test
  void portsEncodingsAndKaraokeAreInTheTables() {
    String port1 = " 00 ff210101";
    ingest(
        "local[2]",
        MidiBytes.file(1, 3)
            .track("00" + text(1, "@KMIDI KARAOKE FILE") + " 60" + text(1, "\\La ") + END)
            .track("00 c000 00 b0407f 00 e00060 00 903c40 60 803c00 00 b04000" + END)
            .track("00 c028" + port1 + " 00 b0407f 00 e00060 00 904840 60 804800" + END));

    assertThat(rows("notes", "pitch, port, channel, program"))
        .containsExactlyInAnyOrder(List.of(60, 0, 0, 0), List.of(72, 1, 0, 40));
    assertThat(rows("pedal", "press_idx, port, channel, is_released"))
        .containsExactly(List.of(0, 0, 0, true), List.of(1, 1, 0, false));
    assertThat(rows("bends", "bend_idx, port, channel"))
        .containsExactly(List.of(0, 0, 0), List.of(1, 1, 0));
    assertThat(rows("lyrics", "tick, text, encoding, begins"))
        .containsExactly(List.of(96L, "La ", "utf-8", "paragraph"));
    checked();
  }

  @InTurn
  @Test
  void tracksThatLieOffTheGridArePlayed() {
    ingest(
        "local[2]",
        MidiBytes.file(1, 2)
            .track("00 903c40 60 803c00 00 903c41 60 803c00" + END)
            .track("05 993c40 01 893c00 61 993c40 04 893c00 00 913c40 5f 813c00" + END));

    assertThat(
            rows(
                "track_expressiveness",
                "track, channel, n_notes, round(dnvr, 3), round(dnodr, 3), nomml, is_played"))
        .containsExactly(
            List.of(0, 0, 2, 1.575, 1.042, 0, false),
            List.of(1, 1, 1, 0.787, 1.042, 12, true),
            List.of(1, 9, 2, 0.787, 2.083, 12, true));
    checked();
  }

  @InTurn
  @Test
  void filesAreChosenByWhetherMostOfTheirNotesArePlayed() throws Exception {
    MidiBytes played =
        MidiBytes.file(1, 2)
            .track("05 903c40 01 803c00 61 903c40 01 803c00" + END)
            .track("00 913c40 60 813c00" + END);
    MidiBytes half =
        MidiBytes.file(1, 2).track("05 903c40 01 803c00" + END).track("00 913c40 60 813c00" + END);
    ingest("local[2]", played, half, MidiBytes.file(0, 1).track("00 903c40 60 803c00" + END));

    assertThat(chosen("--where", "played OR n_notes = 2")).isEqualTo(2);
    assertThat(chosen("--played", "no", "--where", "n_notes = 1 OR n_notes = 3")).isEqualTo(1);
    VersionFiles.remove(lake(), "coll", "track_expressiveness");
    stats("--played", "yes").mistakeAfterProgress(Mistake.NOT_PREPARED);
  }

  @InTurn
  @Test
  void anyNumberOfTasksGivesTheSameRows() {
    MidiBytes[] files = new MidiBytes[6];
    for (int i = 0; i < files.length; i++) {
      files[i] =
          MidiBytes.file(0, 1)
              .track(
                  "00"
                      + text(5, "la " + i)
                      + " 00"
                      + text(6, "A" + i)
                      + " 00 b0407f 05 e00060 00"
                      + scale(60 + i)
                      + END);
    }
    ingest("local[1]", files);
    List<List<List<Object>>> alone = all();
    ingest("local[3]", files);

    assertThat(alone).allSatisfy(rows -> assertThat(rows).hasSizeGreaterThanOrEqualTo(6));
    assertThat(all()).isEqualTo(alone);
  }

  @InTurn
  @Test
  void aTableWithoutRowsIsThereAllTheSame() {
    JsonNode report = ingest("local[2]", MidiBytes.file(0, 1).track("00 903c40 60 803c00" + END));

    for (ContentTable table : ContentTable.values()) {
      String name = table.table().tableName();
      assertThat(rows(name, "*")).hasSize(report.at("/counts/" + name).asInt());
    }
    assertThat(report.at("/counts/lyrics").isInt()).isTrue();
    checked();
  }

  private JsonNode ingest(String master, MidiBytes... files) {
    return ingest(master, List.of(), files);
  }

  private JsonNode ingest(String master, List<String> options, MidiBytes... files) {
    SortedMap<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < files.length; i++) {
      members.put("coll/" + i + ".mid", files[i].toBytes());
    }
    Path input = InputArchives.write(folder.resolve("coll.zip"), members);
    List<Object> words =
        new ArrayList<>(
            List.of("ingest", "midi", "--input", input, "--lake", lake(), "--json", "--again"));
    words.addAll(options);
    return PartitaRun.on(master, words.toArray()).json();
  }

  private int chosen(Object... options) {
    return stats(options).json().at("/figures/midi_files//rows").asInt();
  }

  private PartitaRun stats(Object... options) {
    return PartitaRun.of(
        ArrayUtils.addAll(new Object[] {"stats", "coll", "--lake", lake(), "--json"}, options));
  }

  private void checked() {
    PartitaRun.line("check --lake {} --dataset coll", lake()).exits(0);
  }

  private List<List<Object>> rows(String table, String columns) {
    return DuckDb.rows("SELECT " + columns + " FROM " + table(table) + " ORDER BY 1, 2, 3");
  }

  private List<List<List<Object>>> all() {
    return Arrays.stream(ContentTable.values())
        .map(table -> rows(table.table().tableName(), "*"))
        .toList();
  }

  private String table(String name) {
    return DuckDb.table(lake(), name, "coll");
  }

  private Path lake() {
    return folder.resolve("lake");
  }

  /** Quarters of a major scale in hexadecimal digits, after a first delta time. */
  private static String scale(int tonic) {
    StringBuilder events = new StringBuilder();
    for (int degree : new int[] {0, 2, 4, 5, 7, 9, 11}) {
      events.append(degree == 0 ? "" : " 00");
      events.append(" 90%02x40 60 80%02x00".formatted(tonic + degree, tonic + degree));
    }
    return events.toString();
  }

  /** A meta event in hexadecimal digits. */
  private static String text(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return " ff%02x%02x".formatted(type, bytes.length) + HexFormat.of().formatHex(bytes);
  }
}
