package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.midi.Division;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.midi.Note;
import io.partita.midi.RealMidi;
import io.partita.midi.Score;
import io.partita.midi.ScoreBuilder;
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
  void percussionIsNoException() {
    Score score =
        score()
            .note(0, Note.DRUM_CHANNEL, 0, 36, 90, 0, 10)
            .note(0, 0, 0, 60, 90, 5, 10)
            .note(1, 0, 0, 61, 90, 0, 10)
            .build();
    assertThat(NoteLine.of(score)).containsExactly(36, 60);
  }

  @Test
  void onlyTheFirstThousandNotesCount() {
    ScoreBuilder builder = score();
    for (int i = 0; i < 1001; i++) {
      builder.note(0, 0, 0, i % 128, 90, i, i + 1);
    }
    short[] line = NoteLine.of(builder.build());
    assertThat(line).hasSize(NoteLine.MAX_NOTES).startsWith(0, 1, 2).endsWith(998 % 128, 999 % 128);
  }

  @Test
  void noNotesAreAnEmptyLine() {
    assertThat(NoteLine.of(score().endTick(3, 100).build())).isEmpty();
  }

  @Test
  void aLineIsWrittenAsNotesOfEqualLengthAndReadAgain() throws Exception {
    short[] pitches = {43, 50, 50, 59};
    Score score = MidiReader.read(MidiWriter.write(NoteLine.score(pitches, 42, 0.3)));
    assertThat(NoteLine.of(score)).isEqualTo(pitches);
    for (int i = 0; i < 4; i++) {
      Note note = score.notes().get(i);
      assertThat(note.program()).isEqualTo(42);
      assertThat(note.onsetS()).isCloseTo(0.3 * i, within(1e-9));
      assertThat(note.durationS()).isCloseTo(0.3, within(1e-9));
    }
    assertThatThrownBy(() -> NoteLine.score(pitches, 42, 17))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("noteS must be 0.001 to 16, but is 17.0");
  }

  /** What reference_ngrams.py reads by another MIDI library. */
  @Test
  void realFilesGiveTheLinesOfAnIndependentReader() throws Exception {
    Path cello = RealMidi.shared().resolve("data/midi/cello-suites");
    List<String[]> expected = NgramReference.lines("line");
    assertThat(expected).hasSize(24);
    for (String[] line : expected) {
      short[] pitches = NoteLine.of(MidiReader.read(Files.readAllBytes(cello.resolve(line[1]))));
      CRC32 crc = new CRC32();
      for (short pitch : pitches) {
        crc.update(pitch);
      }
      assertThat(pitches.length + " " + String.format("%08x", crc.getValue()))
          .as(line[1])
          .isEqualTo(line[2] + " " + line[3]);
    }
  }

  private static ScoreBuilder score() {
    return Score.builder(Division.ppq(480));
  }
}
