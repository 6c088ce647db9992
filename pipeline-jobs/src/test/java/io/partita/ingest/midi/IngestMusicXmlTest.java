package io.partita.ingest.midi;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.musicxml.MusicXmlReader;
import io.partita.score.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores become the tables of MIDI files; hostile ones become rows of the quarantine. */
@Tag("spark")
class IngestMusicXmlTest {
  private static final String SECRET = "root:x:0:0";

  @TempDir private Path folder;

  @Test
  void scoresBecomeTheTablesOfMidiFiles() throws Exception {
    SortedMap<String, byte[]> members = members();
    JsonNode report =
        ingest(InputArchives.write(folder.resolve("coll.zip"), members), "--max-rejected", "0.6")
            .json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(4);
    assertThat(report.at("/counts/other_files").asInt()).as("a MIDI file and a text").isEqualTo(2);
    assertThat(DuckDb.rows("SELECT path, fault FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("bad/broken.xml", "BAD_XML"),
            List.of("bad/laughs.musicxml", "DECLARATIONS"),
            List.of("bad/no.mxl", "TRUNCATED_ARCHIVE"),
            List.of("bad/page.xml", "NOT_MUSICXML"),
            List.of("bad/secret.xml", "DECLARATIONS"));
    assertThat(
            DuckDb.texts("SELECT path FROM " + table("quarantine") + " WHERE bytes_around IS NULL"))
        .as("of which the offset is within a zip archive")
        .containsExactly("bad/no.mxl");
    assertThat(DuckDb.texts("SELECT detail FROM " + table("quarantine")))
        .noneMatch(detail -> detail.contains(SECRET));
    assertThat(
            DuckDb.rows(
                "SELECT pitch, onset_tick, offset_tick, bar, n.program, split IS NOT NULL FROM "
                    + table("notes")
                    + " n JOIN "
                    + table("midi_files")
                    + " f USING (midi_md5) WHERE f.path = 'a/scale.musicxml' ORDER BY note_idx"))
        .containsExactly(
            List.of(60, 0L, 960L, 0L, 40, true),
            List.of(62, 960L, 1920L, 0L, 40, true),
            List.of(64, 1920L, 3840L, 1L, 40, true));
    assertThat(DuckDb.rows("SELECT n_tokens > 0 FROM " + table("tokens")))
        .hasSize(4)
        .containsOnly(List.of(true));
    PartitaRun.line("check --lake {} --dataset coll --max-rejected 0.6", folder.resolve("lake"))
        .exits(0);
  }

  @Test
  void bytesAreAMidiFileOfTheSameMusic() throws Exception {
    byte[] xml = score("", "C4", "E4", "G4").getBytes(UTF_8);
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("one.musicxml", xml);
    ingest(InputArchives.write(folder.resolve("coll.tar.gz"), members)).exits(0);
    Object bytes = DuckDb.rows("SELECT hex(bytes) FROM " + table("midi_bytes")).get(0).get(0);
    Score kept = MidiReader.read(HexFormat.of().parseHex(bytes.toString()));

    assertThat(kept.notes().equals(MusicXmlReader.read(xml).notes())).isTrue();
  }

  @InTurn
  @Test
  void lyricsRehearsalMarksAndPedalsAreInTables() {
    String directions =
        Stream.of("<rehearsal>B</rehearsal>", "<pedal type=\"start\"/>")
            .map(type -> "<direction><direction-type>" + type + "</direction-type></direction>")
            .collect(joining());
    String xml =
        score(directions, "C4", "E4")
            .replace("</duration>", "</duration><lyric><text>la</text></lyric>");
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("one.musicxml", xml.getBytes(UTF_8));
    ingest(InputArchives.write(folder.resolve("coll.tar.gz"), members)).exits(0);

    assertThat(DuckDb.rows("SELECT tick, time_s, text FROM " + table("lyrics") + " ORDER BY tick"))
        .containsExactly(List.of(0L, 0.0, "la"), List.of(960L, 1.0, "la"));
    assertThat(DuckDb.rows("SELECT tick, kind, text FROM " + table("markers")))
        .containsExactly(List.of(1920L, "marker", "B"));
    assertThat(DuckDb.rows("SELECT down_tick, up_tick, is_released FROM " + table("pedal")))
        .containsExactly(List.of(1920L, 1920L, false));
  }

  @Test
  void aPackedScoreIsAnInputOfItsOwn() throws Exception {
    Path packed = Files.write(folder.resolve("one.mxl"), mxl(score("", "C4", "E4")));

    assertThat(ingest(packed).json().at("/members/ok").asInt()).isEqualTo(1);
  }

  @Test
  void repeatsAreAsWrittenUnlessTheyAreExpanded() {
    String repeat = "<barline><repeat direction=\"backward\"/></barline>";
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("coll/one.musicxml", score(repeat, "C4", "E4").getBytes(UTF_8));
    Path input = InputArchives.write(folder.resolve("coll"), members);
    JsonNode written = ingest(input).json();
    JsonNode played = ingest(input, "--expand-repeats").json();

    assertThat(written.at("/counts/notes").asInt()).isEqualTo(2);
    assertThat(played.at("/counts/notes").asInt()).isEqualTo(4);
    assertThat(played.path("run_id")).isNotEqualTo(written.path("run_id"));
  }

  @Test
  void oneScoreIsReadWhereAMidiFileIs() throws Exception {
    Path xml = Files.writeString(folder.resolve("one.musicxml"), score("", "C4", "E4"));
    Path packed = Files.write(folder.resolve("one.mxl"), mxl(score("", "C4", "E4")));
    Path midi =
        Files.write(
            folder.resolve("one.mid"),
            MidiWriter.write(MusicXmlReader.read(Files.readAllBytes(xml))));
    JsonNode expected = PartitaRun.of("inspect", "--notes", "--json", midi).json().path("notes");

    assertThat(expected).hasSize(2);
    for (Path score : List.of(xml, packed)) {
      assertThat(PartitaRun.of("inspect", "--notes", "--json", score).json().path("notes"))
          .isEqualTo(expected);
    }
    byte[] roll = roll(midi);
    assertThat(roll(xml)).isEqualTo(roll);
    assertThat(roll(packed)).isEqualTo(roll);
    Path converted = folder.resolve("converted.mid");
    PartitaRun.of("convert", packed, converted).exits(0);
    assertThat(converted).hasSameBinaryContentAs(midi);
  }

  /** Containers and tokens that unpack to much: each a row, and the others of the ingest go on. */
  @InTurn
  @Test
  void whatUnpacksTooFarIsQuarantined() throws Exception {
    String scale = score("", "C4", "E4");
    String long20 = "> ".repeat(20 << 20);
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("attribute.mxl", mxl(scale.replace("<part ", "<part x=\"" + long20 + "\" ")));
    members.put("comment.mxl", mxl(scale.replace("<part ", "<!--" + long20 + "--><part ")));
    members.put("good.mxl", mxl(scale));
    members.put("instruction.mxl", mxl(scale.replace("<part ", "<?x " + long20 + "?><part ")));
    members.put("member.mxl", mxl(scale.replace("<part ", "<a/>".repeat(20 << 20) + "<part ")));
    members.put("plain.xml", scale.replace("<part ", "<a/>".repeat(20 << 20)).getBytes(UTF_8));
    members.put("text.mxl", mxl(scale.replace("Violin", "x".repeat(40 << 20))));
    JsonNode report =
        ingest(InputArchives.write(folder.resolve("coll.zip"), members), "--max-rejected", "1")
            .json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(1);
    assertThat(DuckDb.rows("SELECT path, fault FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("attribute.mxl", "TOO_LARGE"),
            List.of("comment.mxl", "TOO_LARGE"),
            List.of("instruction.mxl", "TOO_LARGE"),
            List.of("member.mxl", "TOO_LARGE"),
            List.of("plain.xml", "TOO_LARGE"),
            List.of("text.mxl", "TOO_LARGE"));
  }

  private byte[] roll(Path score) throws IOException {
    Path roll = folder.resolve(score.getFileName() + ".npy");
    PartitaRun.of("convert", score, roll).exits(0);
    return Files.readAllBytes(roll);
  }

  private SortedMap<String, byte[]> members() throws Exception {
    Path secret = Files.writeString(folder.resolve("passwd"), SECRET);
    String scale = score("", "C4", "D4", "E4");
    String plain = "<score-partwise ";
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("a/scale.musicxml", scale.getBytes(UTF_8));
    members.put("a/other.XML", score("", "F4", "C5").getBytes(UTF_8));
    members.put(
        "a/wide.xml",
        ("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + score("", "A4")).getBytes(UTF_16));
    members.put("a/packed.mxl", mxl(score("", "G4", "B4", "D5")));
    members.put("a/one.mid", MidiWriter.write(MusicXmlReader.read(scale.getBytes(UTF_8))));
    members.put("readme.txt", "Scores".getBytes(UTF_8));
    members.put("bad/broken.xml", scale.substring(0, 300).getBytes(UTF_8));
    members.put("bad/no.mxl", Arrays.copyOf(mxl(scale), 90));
    members.put("bad/page.xml", "<html><body/></html>".getBytes(UTF_8));
    members.put(
        "bad/secret.xml",
        scale
            .replace(plain, "<!DOCTYPE s [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + plain)
            .replace("Violin", "&x;")
            .getBytes(UTF_8));
    StringBuilder laughs = new StringBuilder("<!DOCTYPE s [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      String ten = ("&l" + (i - 1) + ";").repeat(10);
      laughs.append("<!ENTITY l").append(i).append(" \"").append(ten).append("\">");
    }
    members.put(
        "bad/laughs.musicxml",
        scale.replace(plain, laughs + "]>" + plain).replace("Violin", "&l9;").getBytes(UTF_8));
    return members;
  }

  /** A violin's half notes in 4/4. */
  private static String score(String end, String... pitches) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < pitches.length; i++) {
      String bar = i > 0 && i % 2 == 0 ? "</measure><measure>" : "";
      int duration = i == pitches.length - 1 && i % 2 == 0 ? 4 : 2;
      notes.add(
          "%s<note><pitch><step>%s</step><octave>%s</octave></pitch><duration>%d</duration></note>"
              .formatted(bar, pitches[i].substring(0, 1), pitches[i].substring(1), duration));
    }
    return "<score-partwise version=\"4.0\"><part-list><score-part id=\"P1\">"
        + "<part-name>Violin</part-name><midi-instrument id=\"I1\"><midi-program>41</midi-program>"
        + "</midi-instrument></score-part></part-list><part id=\"P1\"><measure><attributes>"
        + "<divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time>"
        + "</attributes>"
        + String.join("", notes)
        + end
        + "</measure></part></score-partwise>";
  }

  private static byte[] mxl(String xml) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("META-INF/container.xml"));
      String contents =
          "<container><rootfiles><rootfile full-path=\"s.xml\"/></rootfiles></container>";
      zip.write(contents.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("s.xml"));
      zip.write(xml.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private PartitaRun ingest(Path input, Object... more) {
    Object[] args = {
      "ingest",
      "musicxml",
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
