package io.partita.symbolic;

import static io.partita.symbolic.KeyProfile.ALBRECHT_SHANAHAN;
import static io.partita.symbolic.KeyProfile.KRUMHANSL_KESSLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.midi.MidiReader;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFinderTest {
  private static final int[] C_MAJOR = {60, 62, 64, 65, 67, 69, 71};
  private static final int[] A_MINOR = {57, 59, 60, 62, 64, 65, 68};
  private static final int QUARTER = 96;

  @Test
  void theCorrelationsOfScalesAreThoseWorkedOutElsewhere() {
    FoundKey even =
        KeyFinder.of(scale(C_MAJOR, 0, QUARTER).build(), KRUMHANSL_KESSLER).orElseThrow();
    FoundKey tonic =
        KeyFinder.of(scale(C_MAJOR, 0, 2 * QUARTER).build(), KRUMHANSL_KESSLER).orElseThrow();
    FoundKey minor =
        KeyFinder.of(scale(A_MINOR, 0, 2 * QUARTER).build(), KRUMHANSL_KESSLER).orElseThrow();

    assertThat(even.text()).isEqualTo("C major");
    assertThat(even.correlation()).isEqualTo(0.7564070930899864, within(1e-12));
    assertThat(even.margin()).isEqualTo(0.7564070930899864 - 0.712127265439587, within(1e-12));
    assertThat(tonic.correlation()).as("a longer C").isEqualTo(0.9013524118114132, within(1e-12));
    assertThat(minor.text()).isEqualTo("A minor");
    assertThat(minor.correlation()).isEqualTo(0.8465520454219227, within(1e-12));
    assertThat(minor.margin()).isEqualTo(0.8465520454219227 - 0.5501211903074353, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void theKeyMovesWithTheNotes(int semitones) {
    for (int[] scale : List.of(C_MAJOR, A_MINOR)) {
      FoundKey key = KeyFinder.of(scale(scale, 0, 2 * QUARTER).build()).orElseThrow();
      FoundKey moved = KeyFinder.of(scale(scale, semitones, 2 * QUARTER).build()).orElseThrow();

      assertThat(moved.tonic()).isEqualTo((key.tonic() + semitones) % 12);
      assertThat(moved.minor()).isEqualTo(key.minor());
      assertThat(moved.correlation()).isEqualTo(key.correlation(), within(1e-12));
      assertThat(moved.margin()).isEqualTo(key.margin(), within(1e-12));
    }
  }

  @Test
  void keysAreNamedWithFiveFlatsToSixSharps() {
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
        .extracting(tonic -> new FoundKey(tonic, false, 1, 0).text().replace(" major", ""))
        .containsExactly("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B");
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
        .extracting(tonic -> new FoundKey(tonic, true, 1, 0).text().replace(" minor", ""))
        .containsExactly("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "Bb", "B");
  }

  @Test
  void drumsHaveNoKey() {
    ScoreBuilder drums = Score.builder(Division.ppq(QUARTER)).note(0, 9, 0, 36, 64, 0, QUARTER);

    assertThat(KeyFinder.of(drums.build())).isEmpty();
    assertThat(KeyFinder.passages(drums.build(), 8, ALBRECHT_SHANAHAN)).isEmpty();
    assertThat(KeyFinder.of(drums.note(1, 0, 0, 61, 64, 0, QUARTER).build()))
        .map(FoundKey::text)
        .contains("Db major");
  }

  @Test
  void pitchClassesThatSoundEquallyLongHaveNoKey() {
    for (long length : new long[] {0, 1, 97, 1_000_003}) {
      ScoreBuilder score = Score.builder(Division.ppq(QUARTER));
      for (int pitch = 60; pitch < 72; pitch++) {
        score.note(0, 0, 0, pitch, 64, 0, length);
      }

      assertThat(KeyFinder.of(score.build())).as("twelve notes of %d ticks", length).isEmpty();
    }
  }

  @Test
  void eachPassageHasTheKeyOfTheNotesThatBeginInIt() {
    ScoreBuilder score = Score.builder(Division.ppq(QUARTER)).timeSignature(0, 3, 4);
    long passage = 8 * 3 * QUARTER;
    addScale(score, C_MAJOR, 0, 2 * QUARTER, 0);
    score.note(0, 0, 0, 60, 64, passage - 1, 3 * passage); // none begins in the two below it
    addScale(score, C_MAJOR, 6, 2 * QUARTER, 3 * passage);
    addScale(score, A_MINOR, 0, 2 * QUARTER, 4 * passage);

    List<KeyFinder.Passage> found = KeyFinder.passages(score.build(), 8, ALBRECHT_SHANAHAN);

    assertThat(found).extracting(KeyFinder.Passage::firstBar).containsExactly(0L, 24L, 32L);
    assertThat(found)
        .extracting(passageFound -> passageFound.key().text())
        .containsExactly("C major", "F# major", "A minor");
  }

  /** Against an independent computation of both profiles in Python. */
  @Test
  void theDefaultProfileIsThatOfAlbrechtAndShanahan() {
    FoundKey even = KeyFinder.of(scale(C_MAJOR, 0, QUARTER).build()).orElseThrow();
    FoundKey minor = KeyFinder.of(scale(A_MINOR, 0, 2 * QUARTER).build()).orElseThrow();

    assertThat(even.correlation()).isEqualTo(0.8084274863320251, within(1e-12));
    assertThat(even.margin()).isEqualTo(0.8084274863320251 - 0.7345686610471224, within(1e-12));
    assertThat(minor.text()).isEqualTo("A minor");
    assertThat(minor.correlation()).isEqualTo(0.8242584107606529, within(1e-12));
    assertThat(minor.margin()).isEqualTo(0.8242584107606529 - 0.5804100057282255, within(1e-12));
  }

  /**
   * Against the keys of POP909 (Wang et al., ISMIR 2020), which its authors found in audio: the key
   * that holds longest in each song; in songs with one key also the weighted score of MIREX's audio
   * key detection: 1 for the key, 0.5 for the one a fifth above it, 0.3 for its relative, 0.2 for
   * its parallel key.
   */
  @ParameterizedTest
  @CsvSource({"ALBRECHT_SHANAHAN, 796, 682, 0.93", "KRUMHANSL_KESSLER, 751, 650, 0.9"})
  void keysOfPopSongsAgreeWithThoseFoundInAudio(
      KeyProfile profile, int ofAll, int ofThoseWithOneKey, double weighted) throws Exception {
    int songs = 0;
    int equal = 0;
    int equalToLongest = 0;
    double sum = 0;
    try (ZipFile zip = new ZipFile(SharedData.file("data/pop909.zip").toFile())) {
      for (int song = 1; song <= 909; song++) {
        String folder = "%03d/".formatted(song);
        FoundKey key =
            KeyFinder.of(MidiReader.read(bytes(zip, folder + folder.replace("/", ".mid"))), profile)
                .orElseThrow();
        List<String> lines = text(zip, folder + "key_audio.txt").strip().lines().toList();
        equalToLongest += mirex(key, longest(lines)) == 1 ? 1 : 0;
        if (lines.size() == 1) {
          double score = mirex(key, longest(lines));
          songs++;
          equal += score == 1 ? 1 : 0;
          sum += score;
        }
      }
    }

    assertThat(equalToLongest).as("of 909 keys").isEqualTo(ofAll);
    assertThat(songs).isEqualTo(757);
    assertThat(equal).as("keys that are equal").isEqualTo(ofThoseWithOneKey);
    assertThat(sum / songs).as("weighted score").isEqualTo(weighted, within(0.01));
  }

  /** The key of lines of a start, an end and a key that lasts longest, the first of several. */
  private static String longest(List<String> lines) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String line : lines) {
      String[] fields = line.split("\t");
      double length = Double.parseDouble(fields[1]) - Double.parseDouble(fields[0]);
      seconds.merge(fields[2], length, Double::sum);
    }
    double most = Collections.max(seconds.values());
    return seconds.keySet().stream().filter(key -> seconds.get(key) == most).findFirst().get();
  }

  private static double mirex(FoundKey found, String truth) {
    boolean minor = truth.endsWith(":min");
    int tonic =
        List.of("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
            .indexOf(truth.substring(0, truth.indexOf(':')));
    int up = Math.floorMod(found.tonic() - tonic, 12);
    if (found.minor() == minor) {
      return up == 0 ? 1 : up == 7 ? 0.5 : 0;
    }
    return up == 0 ? 0.2 : up == (minor ? 3 : 9) ? 0.3 : 0;
  }

  private static String text(ZipFile zip, String member) throws IOException {
    return new String(bytes(zip, member), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ZipFile zip, String member) throws IOException {
    return zip.getInputStream(new ZipEntry(member)).readAllBytes();
  }

  /** Quarters, but for the first note. */
  private static ScoreBuilder scale(int[] pitches, int up, long first) {
    ScoreBuilder score = Score.builder(Division.ppq(QUARTER));
    addScale(score, pitches, up, first, 0);
    return score;
  }

  private static void addScale(ScoreBuilder score, int[] pitches, int up, long first, long from) {
    long tick = from;
    for (int i = 0; i < pitches.length; i++) {
      long length = i == 0 ? first : QUARTER;
      score.note(0, 0, 0, pitches[i] + up, 64, tick, tick + length);
      tick += length;
    }
  }
}
