package io.partita.symbolic;

import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.score.Note.DRUM_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class NoteLineTest {
  @Test
  void theFirstTrackWithNotesInOrderOfOnsetThenPitch() {
    Score score =
        score()
            .trackName(0, "Only a name")
            .note(2, 0, 0, 30, 90, 0, 10)
            .note(1, 0, 0, 67, 90, 480, 490)
            .note(1, 1, 5, 64, 90, 480, 960)
            .note(1, 0, 0, 72, 90, 240, 250)
            .note(1, 0, 0, 72, 90, 240, 300)
            .build();
    assertThat(NoteLine.of(score)).containsExactly(72, 72, 64, 67);
  }

  @Test
  void percussionIsInNoLineButItsOwn() {
    Score score =
        score()
            .note(0, DRUM_CHANNEL, 0, 36, 90, 0, 10)
            .note(1, DRUM_CHANNEL, 0, 42, 90, 0, 10)
            .note(1, 3, 0, 60, 90, 5, 10)
            .note(1, 3, 0, 62, 90, 10, 15)
            .note(2, 0, 0, 61, 90, 0, 10)
            .build();
    assertThat(NoteLine.of(score, LineRule.FIRST)).containsExactly(60, 62);
    assertThat(NoteLine.of(score, LineRule.LONGEST)).containsExactly(60, 62);
    assertThat(NoteLine.of(score, LineRule.TOP)).containsExactly(61, 62);
    assertThat(NoteLine.of(score, LineRule.BASS)).containsExactly(61, 60, 62);
    assertThat(NoteLine.of(score, LineRule.DRUMS)).containsExactly(36, 42);
    assertThat(NoteLine.of(score, LineRule.FIRST_TRACK)).containsExactly(36);
  }

  @Test
  void theRuleOfEarlierVersionsKeepsPercussion() {
    Score score =
        score()
            .note(0, DRUM_CHANNEL, 0, 36, 90, 0, 10)
            .note(0, 0, 0, 60, 90, 5, 10)
            .note(1, 0, 0, 61, 90, 0, 10)
            .build();
    assertThat(NoteLine.of(score, LineRule.FIRST_TRACK)).containsExactly(36, 60);
    assertThat(NoteLine.of(score, LineRule.FIRST)).containsExactly(60);
  }

  @Test
  void outerVoicesAreHeardAboveAndBelowWhatStillSounds() {
    Score score =
        score()
            .note(0, 0, 0, 72, 90, 0, 100) // sounds on
            .note(0, 1, 0, 60, 90, 0, 40)
            .note(1, 0, 0, 67, 90, 50, 100) // below what sounds, above nothing
            .note(1, 0, 0, 64, 90, 60, 110)
            .note(0, 0, 0, 70, 90, 100, 100) // 72 has just ended; lasts no time itself
            .note(1, 1, 0, 65, 90, 100, 120) // below 70 of the same onset
            .note(0, 0, 0, 65, 90, 105, 130) // as high as what sounds: struck again
            .build();
    assertThat(NoteLine.of(score, LineRule.TOP)).containsExactly(72, 70, 65);
    assertThat(NoteLine.of(score, LineRule.BASS)).containsExactly(60, 67, 64);
  }

  @Test
  void aUnisonIsOneNoteOfAnOuterVoice() {
    Score score =
        score()
            .note(0, 0, 0, 60, 90, 0, 10)
            .note(1, 0, 0, 60, 90, 0, 30)
            .note(0, 0, 0, 60, 90, 20, 40)
            .build();
    for (LineRule rule : List.of(LineRule.TOP, LineRule.BASS)) {
      assertThat(NoteLine.of(score, rule)).as(rule.toString()).containsExactly(60, 60);
    }
  }

  @Test
  void theLongestPartIsAChannelOfATrackAndOfEqualOnesTheFirst() {
    ScoreBuilder score = score();
    score.note(0, 1, 0, 50, 90, 0, 10).note(0, 0, 0, 51, 90, 5, 10).note(0, 0, 0, 52, 90, 9, 10);
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).containsExactly(51, 52);
    score.note(0, 1, 0, 53, 90, 20, 30); // as many
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).containsExactly(51, 52);
    score.note(1, 1, 0, 54, 90, 20, 30); // the channel of another track is another part
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).containsExactly(51, 52);
    score.note(0, 1, 0, 55, 90, 40, 50);
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).containsExactly(50, 53, 55);
  }

  @Test
  void notesBeyondTheThousandthDecideWhichPartIsTheLongest() {
    ScoreBuilder score = score();
    for (int i = 0; i < 1001; i++) {
      score.note(0, 0, 0, 60, 90, i, i + 1);
      score.note(1, 0, 0, 61, 90, i, i + 1);
    }
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).hasSize(1000).containsOnly(60);
    score.note(1, 0, 0, 61, 90, 2000, 2001);
    assertThat(NoteLine.of(score.build(), LineRule.LONGEST)).hasSize(1000).containsOnly(61);
  }

  @Test
  void aFileOfPercussionHasOneLineOnly() {
    Score score = score().note(4, DRUM_CHANNEL, 0, 42, 90, 0, 10).build();
    for (LineRule rule : LineRule.values()) {
      boolean takesDrums = rule == LineRule.DRUMS || rule == LineRule.FIRST_TRACK;
      assertThat(NoteLine.of(score, rule)).as(rule.toString()).hasSize(takesDrums ? 1 : 0);
    }
  }

  @Test
  void aDrumLineIsWrittenOnThePercussionChannel() throws Exception {
    int[] keys = {36, 42, 38, 42};
    Score score = MidiReader.read(MidiWriter.write(NoteLine.drumScore(keys, 8, 0.3)));
    assertThat(NoteLine.of(score, LineRule.DRUMS)).isEqualTo(keys);
    assertThat(score.notes()).allMatch(Note::isDrum).allMatch(note -> note.program() == 8);
  }

  @Test
  void onlyTheFirstThousandNotesCount() {
    ScoreBuilder builder = score();
    for (int i = 0; i < 1001; i++) {
      builder.note(0, 0, 0, i % 128, 90, i, i + 1);
    }
    int[] line = NoteLine.of(builder.build());
    assertThat(line).hasSize(NoteLine.MAX_NOTES).startsWith(0, 1, 2).endsWith(998 % 128, 999 % 128);
  }

  @Test
  void noNotesAreAnEmptyLine() {
    assertThat(NoteLine.of(score().endTick(3, 100).build())).isEmpty();
  }

  @Test
  void aLineIsWrittenAsNotesOfEqualLengthAndReadAgain() throws Exception {
    int[] pitches = {43, 50, 50, 59};
    Score score = MidiReader.read(MidiWriter.write(NoteLine.score(pitches, 42, 0.3)));
    assertThat(NoteLine.of(score)).isEqualTo(pitches);
    for (int i = 0; i < 4; i++) {
      Note note = score.notes().get(i);
      assertThat(note.program()).isEqualTo(42);
      assertThat(note.onsetS()).isCloseTo(0.3 * i, within(1e-9));
      assertThat(note.durationS()).isCloseTo(0.3, within(1e-9));
    }
    assertThatIllegal(() -> NoteLine.score(pitches, 42, 17)).names("noteS", 0.001, 16, 17.0);
  }

  /** What reference_ngrams.py reads by another MIDI library. */
  @Test
  void realFilesGiveTheLinesOfAnIndependentReader() throws Exception {
    Path cello = SharedData.file("data/midi/cello-suites");
    List<String[]> expected = NgramReference.lines("line");
    assertThat(expected).hasSize(24);
    for (String[] line : expected) {
      Score score = MidiReader.read(Files.readAllBytes(cello.resolve(line[1])));
      int[] pitches = NoteLine.of(score, LineRule.FIRST);
      CRC32 crc = new CRC32();
      for (int pitch : pitches) {
        crc.update(pitch);
      }
      assertThat(pitches.length + " " + String.format("%08x", crc.getValue()))
          .as(line[1])
          .isEqualTo(line[2] + " " + line[3]);
      assertThat(pitches).as(line[1]).isEqualTo(NoteLine.of(score, LineRule.FIRST_TRACK));
    }
  }

  private static ScoreBuilder score() {
    return Score.builder(Division.ppq(480));
  }
}
