package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.midi.MidiBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
    SortedMap<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < files.length; i++) {
      members.put("coll/" + i + ".mid", files[i].toBytes());
    }
    Path input = InputArchives.write(folder.resolve("coll.zip"), members);
    return PartitaRun.on(master, "ingest", "midi", "--input", input, "--lake", lake(), "--json")
        .json();
  }

  private void checked() {
    PartitaRun.line("check --lake {} --dataset coll", lake()).exits(0);
  }

  private List<List<Object>> rows(String table, String columns) {
    return DuckDb.rows(
        "SELECT " + columns + " FROM " + DuckDb.table(lake(), table, "coll") + " ORDER BY 1, 2");
  }

  private Path lake() {
    return folder.resolve("lake");
  }

  /** A meta event in hexadecimal digits. */
  private static String text(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return " ff%02x%02x".formatted(type, bytes.length) + HexFormat.of().formatHex(bytes);
  }
}
