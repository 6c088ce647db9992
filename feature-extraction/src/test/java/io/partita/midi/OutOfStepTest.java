package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Noise that was read for music is marked; music with a style of its own is not. */
class OutOfStepTest {
  private static final String PAIR = "00 903c40 60 803c00 ";
  private static final String ON = "10 903d40 ";
  private static final String OFF = "10 803f00 ";
  private static final String DRUM = "10 992640 ";
  private static final String CLAMPED = "00 b007fe ";

  @ParameterizedTest(name = "{0} pairs, {1} ons, {2} offs, damage {3}: {4}")
  @CsvSource({
    "100, 4,  4,  1, true",
    "100, 2,  2,  1, false", // a share like that is in good music too
    "1,   1,  1,  1, false", // too few to tell
    "100, 0,  12, 1, true", // pitches that never sounded
    "100, 0,  12, 0, false",
    "100, 12, 0,  1, true",
    "100, 12, 0,  0, false",
    "1,   1,  0,  1, false",
    "3,   97, 0,  1, false", // nothing ends a note: a style
    "100, 15, 15, 0, true",
    "100, 8,  7,  0, false", // a cut from the middle of a piece
  })
  void unpairedOnsAndOffsTell(int pairs, int ons, int offs, int damage, boolean marked)
      throws Exception {
    assertMarked(
        PAIR.repeat(pairs) + ON.repeat(ons) + OFF.repeat(offs) + CLAMPED.repeat(damage), marked);
  }

  @Test
  void drumsWithoutOffsAndOffsSentTwiceAreAStyle() throws Exception {
    assertMarked(CLAMPED.repeat(300) + PAIR.repeat(20) + DRUM.repeat(60), false);
    assertMarked(CLAMPED.repeat(300) + (PAIR + "00 803c00 ").repeat(40), false);
    assertMarked(CLAMPED + (PAIR + "00 803c00 ").repeat(400) + ON, false);
  }

  @Test
  void hoursOfSilenceTellWhereEventsAreDamaged() throws Exception {
    String silence = "ffffff7f b04000 ".repeat(2);
    assertMarked(PAIR + silence + PAIR, false);
    assertMarked(PAIR + silence + PAIR + "00 ff5902f905 ", false);
    assertMarked(PAIR + silence + PAIR + CLAMPED, true);
    assertMarked("00 903c40 " + silence + "00 803c00 " + CLAMPED, false); // a drone, not a silence
    assertMarked("00 903c40 " + silence + CLAMPED, true); // nothing ends it
    assertMarked(PAIR + silence + PAIR + "00 ff017f00 ", true); // an event past the track's end
  }

  @Test
  void theWarningStandsWhereTheDamageBegins() throws Exception {
    Score score =
        MidiBytes.oneTrack(PAIR.repeat(2) + CLAMPED + ON.repeat(8) + OFF.repeat(8)).read();

    assertThat(score.warnings().counts())
        .isEqualTo(Map.of(MidiWarning.DATA_BYTE_CLAMPED, 1, MidiWarning.OUT_OF_STEP, 1));
    assertThat(score.warnings().firstByteOffset()).containsEntry(MidiWarning.OUT_OF_STEP, 41);
    assertThat(score.isRepaired()).isTrue();
  }

  @Test
  void noRealFileIsMarked() throws Exception {
    List<String> marked = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : RealMidi.files().entrySet()) {
      try {
        if (MidiReader.read(file.getValue()).warnings().count(MidiWarning.OUT_OF_STEP) > 0) {
          marked.add(file.getKey());
        }
      } catch (MalformedInputException rejected) {
        assertThat(rejected.fault()).as(file.getKey()).isNotNull(); // some are no MIDI files
      }
    }
    assertThat(marked).isEmpty();
  }

  private static void assertMarked(String events, boolean marked) throws Exception {
    MidiWarnings warnings = MidiBytes.oneTrack(events).read().warnings();
    assertThat(warnings.count(MidiWarning.OUT_OF_STEP))
        .as("%s", warnings)
        .isEqualTo(marked ? 1 : 0);
  }
}
