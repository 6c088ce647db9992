package io.partita.ingest.midi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.abc.AbcFormat;
import io.partita.midi.MidiReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each tune of a file is a content of its own, and a fault in one stops no other. */
@Tag("spark")
class IngestAbcTest {
  private static final String REEL = "X:1\nT:Reel\nM:4/4\nL:1/4\nK:G\nGABc|defg|\n";
  private static final String JIG = "X:2\nT:Jig\nM:6/8\nL:1/8\nK:D\n|:DFA d3|A3 D3:|\n";
  private static final String BROKEN = "X:3\nT:Broken\nK:C\nC1000\n";

  @TempDir private Path folder;

  @Test
  void tunesOfOneFileArePieces() throws Exception {
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("a/all.abc", (REEL + "\n" + BROKEN + "\n" + JIG + "\n" + REEL).getBytes(UTF_8));
    members.put("a/one.ABC", JIG.getBytes(UTF_8));
    members.put("a/text.abc", "No tune.".getBytes(UTF_8));
    members.put("readme.txt", REEL.getBytes(UTF_8));
    JsonNode report =
        ingest(InputArchives.write(folder.resolve("coll.zip"), members), "--max-rejected", "0.5")
            .json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(4);
    assertThat(report.at("/counts/contents").asInt()).isEqualTo(4);
    assertThat(report.at("/counts/other_files").asInt()).isEqualTo(1);
    assertThat(
            DuckDb.rows("SELECT path, fault, md5 FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("a/all.abc#2", "BAD_VALUE", DigestUtils.md5Hex(BROKEN)),
            List.of("a/text.abc", "NO_MUSIC", DigestUtils.md5Hex("No tune.")));
    assertThat(
            DuckDb.rows("SELECT path, midi_md5 FROM " + table("midi_sources") + " ORDER BY path"))
        .as("a tune's key is that of its own bytes, in whatever file")
        .containsExactly(
            List.of("a/all.abc#1", DigestUtils.md5Hex(REEL)),
            List.of("a/all.abc#2", DigestUtils.md5Hex(BROKEN)),
            List.of("a/all.abc#3", DigestUtils.md5Hex(JIG)),
            List.of("a/all.abc#4", DigestUtils.md5Hex(REEL)),
            List.of("a/one.ABC", DigestUtils.md5Hex(JIG)),
            List.of("a/text.abc", DigestUtils.md5Hex("No tune.")));
    assertThat(
            DuckDb.rows(
                "SELECT path, n_notes, time_signature, n_time_signature_changes FROM "
                    + table("midi_files")
                    + " WHERE fault IS NULL ORDER BY path"))
        .containsExactly(List.of("a/all.abc#1", 8, "4/4", 0), List.of("a/all.abc#3", 6, "6/8", 0));
    assertThat(
            DuckDb.rows(
                "SELECT pitch, onset_tick, offset_tick, bar FROM "
                    + table("notes")
                    + " n JOIN "
                    + table("midi_files")
                    + " f USING (midi_md5) WHERE f.path = 'a/all.abc#3' ORDER BY note_idx"))
        .containsExactly(
            List.of(62, 0L, 240L, 0L),
            List.of(66, 240L, 480L, 0L),
            List.of(69, 480L, 720L, 0L),
            List.of(74, 720L, 1440L, 0L),
            List.of(69, 1440L, 2160L, 1L),
            List.of(62, 2160L, 2880L, 1L));
    assertThat(DuckDb.rows("SELECT n_tokens > 0 FROM " + table("tokens")))
        .hasSize(2)
        .containsOnly(List.of(true));
    PartitaRun.line("check --lake {} --dataset coll --max-rejected 0.5", folder.resolve("lake"))
        .exits(0);
  }

  @Test
  void repeatsArePlayedOnRequest() {
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("coll/jig.abc", JIG.getBytes(UTF_8));
    Path input = InputArchives.write(folder.resolve("coll"), members);

    assertThat(ingest(input).json().at("/counts/notes").asInt()).isEqualTo(6);
    assertThat(ingest(input, "--expand-repeats").json().at("/counts/notes").asInt()).isEqualTo(12);
  }

  @Test
  void aTuneIsReadWhereAMidiFileIs() throws Exception {
    Path tunes = Files.writeString(folder.resolve("tunes.abc"), JIG + REEL);
    Path midi = folder.resolve("jig.mid");
    PartitaRun converted = PartitaRun.of("convert", tunes, midi, "--expand-repeats");

    assertThat(converted.exits(0).err()).contains("1 more");
    assertThat(
            MidiReader.read(midi)
                .notes()
                .equals(new AbcFormat().read(JIG.getBytes(UTF_8), 100, true).notes()))
        .isTrue();
    JsonNode inspected = PartitaRun.of("inspect", "--notes", "--json", tunes).json();
    assertThat(inspected.path("notes")).hasSize(6);
    assertThat(inspected.at("/warnings/OTHER_PIECES").asInt()).isEqualTo(1);
    assertThat(inspected.at("/tracks/0/name").asText()).isEqualTo("Jig");
  }

  private PartitaRun ingest(Path input, Object... more) {
    Object[] args = {
      "ingest",
      "abc",
      "--input",
      input,
      "--lake",
      folder.resolve("lake"),
      "--dataset",
      "coll",
      "--json"
    };
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return PartitaRun.of(all);
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "coll");
  }
}
