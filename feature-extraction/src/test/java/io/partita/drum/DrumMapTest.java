package io.partita.drum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.SharedData;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both maps against drum_maps.py, the published representation of Groove, and Groove itself. */
class DrumMapTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAR = DrumGrid.STEPS_PER_BAR;

  @Test
  void threePitchesAreOtherDrumsOnARoland() {
    assertThat(IntStream.range(0, 128).filter(DrumMap::isAmbiguous)).containsExactly(45, 48, 58);
    assertThat(DrumMap.GM.classOf(48)).contains(DrumClass.MID_TOM);
    assertThat(DrumMap.ROLAND.classOf(48)).contains(DrumClass.HIGH_TOM);
    assertThat(DrumMap.GM.classOf(45)).contains(DrumClass.LOW_TOM);
    assertThat(DrumMap.ROLAND.classOf(45)).contains(DrumClass.MID_TOM);
    assertThat(DrumMap.GM.classOf(58)).contains(DrumClass.CRASH);
    assertThat(DrumMap.ROLAND.classOf(58)).contains(DrumClass.LOW_TOM);
    assertThat(DrumMap.ROLAND.classOf(35)).as("no pad sends it").contains(DrumClass.KICK);
    assertThat(IntStream.range(0, 128).filter(DrumMap::isRolandsOwn)).containsExactly(22, 26);
  }

  @Test
  void mapsHaveTheirLabels() {
    assertThat(DrumMap.of("roland")).contains(DrumMap.ROLAND);
    assertThat(DrumMap.of("ROLAND")).isEmpty();
    assertThat(DrumMap.labels()).isEqualTo("gm, roland");
  }

  @ParameterizedTest
  @EnumSource
  void slicesAreThoseOfTheGolden(DrumMap map) throws Exception {
    JsonNode golden = golden();
    JsonNode expected = golden.path("maps").path(map.label());
    DrumGrid grid = DrumGrid.read(midi(golden.path("notes")), map);

    for (int pitch = 0; pitch < 128; pitch++) {
      assertThat(map.classOf(pitch).map(DrumMapTest::number).orElse(-1))
          .as("pitch %d", pitch)
          .isEqualTo(expected.path("classes").path(pitch).asInt());
    }
    assertThat(grid.hits()).isEqualTo(expected.path("hits").asInt());
    assertThat(grid.hits() + grid.droppedHits()).isEqualTo(golden.path("notes").size());
    assertThat(grid.rolandHits()).isEqualTo(golden.path("roland_hits").asInt());
    assertThat(grid.ambiguousHits()).isEqualTo(golden.path("ambiguous_hits").asInt());
    List<String> slices =
        grid.slices(2).slices().stream()
            .map(slice -> "[" + slice.startStep() + "," + text(slice.steps()) + "]")
            .toList();
    List<String> wanted = new ArrayList<>();
    expected.path("slices").forEach(slice -> wanted.add(slice.toString()));
    assertThat(slices).isEqualTo(wanted).hasSize(6);
  }

  @Test
  void withoutAMapItIsGeneralMidis() throws Exception {
    byte[] midi = midi(golden().path("notes"));

    assertThat(hashes(DrumGrid.read(midi))).isEqualTo(hashes(DrumGrid.read(midi, DrumMap.GM)));
    assertThat(hashes(DrumGrid.read(midi)))
        .doesNotContainAnyElementsOf(hashes(DrumGrid.read(midi, DrumMap.ROLAND)));
  }

  /** Which drums are hit at which step, by the representation that GrooVAE is trained on. */
  @Test
  void rolandsHitsAreThoseOfGroovesGolden() throws Exception {
    List<String> lines =
        Files.readAllLines(SharedData.file("golden/groovae/golden-performances.jsonl"), UTF_8);
    assertThat(lines).hasSize(551);
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      for (String line : lines) {
        JsonNode expected = JSON.readTree(line);
        String name = expected.path("file").asText();
        byte[] midi;
        try (InputStream in = groove.getInputStream(groove.getEntry("groove/" + name))) {
          midi = in.readAllBytes();
        }
        assertThat(hits(MidiReader.events(midi).score(), expected.path("steps").asInt()))
            .as(name)
            .isEqualTo(expected.path("hits_sha256").asText());
      }
    }
  }

  /**
   * The share of Groove that General MIDI's map takes for another drum, of the notes that slices
   * are cut from: notes of no length are none.
   */
  @Test
  void grooveHasFourNotesInAHundredOfPitchesThatDependOnTheMap() throws Exception {
    long notes = 0;
    long dropped = 0;
    long rolands = 0;
    long ambiguous = 0;
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      for (ZipEntry entry : groove.stream().filter(of -> of.getName().endsWith(".mid")).toList()) {
        try (InputStream in = groove.getInputStream(entry)) {
          DrumGrid grid = DrumGrid.read(in.readAllBytes(), DrumMap.ROLAND);
          notes += grid.hits() + grid.droppedHits();
          dropped += grid.droppedHits();
          rolands += grid.rolandHits();
          ambiguous += grid.ambiguousHits();
        }
      }
    }
    assertThat(List.of(notes, dropped, ambiguous, rolands))
        .isEqualTo(List.of(445_494L, 0L, 18_083L, 45_007L));
  }

  /** The SHA-256 over the windows of two bars that have a hit, a byte for each step and drum. */
  private static String hits(Score score, int steps) throws Exception {
    Notes notes = score.notes();
    byte[] hits = new byte[steps * DrumClass.COUNT];
    for (int i = 0; i < notes.size(); i++) {
      double step = notes.onsetTick(i) * 4.0 / score.division().ticksPerQuarter();
      int nearest = (int) Math.floor(step + 0.5);
      if (nearest < steps) {
        DrumClass drum = DrumMap.ROLAND.classOf(notes.pitch(i)).orElseThrow();
        hits[nearest * DrumClass.COUNT + number(drum)] = 1;
      }
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (int first = 0; first + 2 * BAR <= steps; first += BAR) {
      byte[] window =
          Arrays.copyOfRange(hits, first * DrumClass.COUNT, (first + 2 * BAR) * DrumClass.COUNT);
      if (!Arrays.equals(window, new byte[window.length])) {
        sha.update(window);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static JsonNode golden() throws Exception {
    try (InputStream in = DrumMapTest.class.getResourceAsStream("drum_maps.json")) {
      return JSON.readTree(in);
    }
  }

  private static byte[] midi(JsonNode notes) {
    ScoreBuilder score = Score.builder(Division.ppq(96));
    for (JsonNode note : notes) {
      long tick = note.path(0).asLong() * 24;
      score.note(0, 9, 0, note.path(1).asInt(), 80, tick, tick + 12);
    }
    return MidiWriter.write(score.build());
  }

  private static int number(DrumClass drum) {
    return Integer.numberOfTrailingZeros(drum.bit());
  }

  private static List<String> hashes(DrumGrid grid) {
    return grid.slices(2).slices().stream().map(DrumSlice::hash).toList();
  }

  private static String text(int[] steps) {
    return Arrays.toString(steps).replace(" ", "");
  }
}
