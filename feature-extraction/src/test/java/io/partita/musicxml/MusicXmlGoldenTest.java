package io.partita.musicxml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.SharedData;
import io.partita.score.Note;
import io.partita.score.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The same notes as music21 9.2 reads, an independent reader, after its {@code stripTies}: part,
 * onset, sounding pitch and length of each.
 */
class MusicXmlGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where MusicXML 4.0 says otherwise than music21 reads. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "21f-Chord-ElementInBetween.xml",
          "<chord> is about the note before it, whatever direction is between them",
          "32c-MultipleNotationChildren.xml",
          "<alter> is the pitch, and <accidental> without it is only drawn",
          "bwv846.mxl",
          "a tie is of a note: those of a chord may be tied one by one",
          "madrigal.4.9.mxl",
          "bars of one number begin together in all parts, and whole-bar rests are as long as they",
          "opus48no2.mxl",
          "the same as of bwv846; and a cue note is a silent note");

  @Test
  void notesAreThoseOfAnIndependentReader() throws Exception {
    Path golden = SharedData.file("golden/musicxml/golden-notes.jsonl");
    Path data = SharedData.file("data/musicxml");
    Map<String, List<String>> expected = new TreeMap<>();
    for (String line : Files.readAllLines(golden, UTF_8)) {
      JsonNode file = JSON.readTree(line);
      String name = Path.of(file.get("file").asText()).getFileName().toString();
      // Movements of two quartets have one name, and one file of each name is here.
      expected.computeIfAbsent(name, n -> new ArrayList<>()).add(file.get("sha1").asText());
    }

    TreeSet<String> different = new TreeSet<>();
    for (Map.Entry<String, List<String>> file : expected.entrySet()) {
      byte[] bytes = Files.readAllBytes(data.resolve(file.getKey()));
      assertThat(MusicXmlReader.isMusicXml(bytes)).as(file.getKey()).isTrue();
      if (!file.getValue().contains(sha1(MusicXmlReader.read(bytes)))) {
        different.add(file.getKey());
      }
    }
    assertThat(expected).hasSizeGreaterThan(90);
    assertThat(different).isEqualTo(new TreeSet<>(OTHERWISE.keySet()));
  }

  /** Of the notes as Python's {@code json.dumps} writes a list of lists. */
  private static String sha1(Score score) throws Exception {
    double quarter = score.division().ticksPerQuarter();
    record Row(int part, double onset, int pitch, double length) {}
    List<Row> rows = new ArrayList<>();
    for (Note note : score.notes()) {
      if (!note.isDrum()) {
        double length = (note.offsetTick() - note.onsetTick()) / quarter;
        rows.add(
            new Row(
                note.track(), rounded(note.onsetTick() / quarter), note.pitch(), rounded(length)));
      }
    }
    rows.sort(
        Comparator.comparingInt(Row::part)
            .thenComparingDouble(Row::onset)
            .thenComparingInt(Row::pitch)
            .thenComparingDouble(Row::length));
    String json =
        JSON.writeValueAsString(
                rows.stream()
                    .map(row -> List.of(row.part, row.onset, row.pitch, row.length))
                    .toList())
            .replace(",", ", ");
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(json.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static double rounded(double quarters) {
    return Math.rint(quarters * 10_000) / 10_000;
  }
}
