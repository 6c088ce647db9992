package io.partita.midi;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import org.junit.jupiter.api.Test;

/** A limit of notes, which ends reading before more is held. */
class NoteLimitTest {
  private static final String NOTE = "00 903c40 60 903c00";

  @Test
  void asManyNotesAsMayBeAreRead() throws MalformedInputException {
    byte[] file = MidiBytes.oneTrack(NOTE.repeat(3)).toBytes();

    assertThat(MidiReader.events(file, 3).score().notes()).hasSize(3);
    assertThat(MidiReader.events(file, 3).size()).isEqualTo(MidiReader.events(file).size());
  }

  @Test
  void oneMoreIsAFaultAtItsEnd() {
    byte[] file = MidiBytes.oneTrack(NOTE.repeat(3)).toBytes();

    int behindTheThirdNoteOn = 22 + 2 * 8 + 4;
    assertThatFault(() -> MidiReader.events(file, 2))
        .is("TOO_MANY_NOTES", behindTheThirdNoteOn)
        .names(2);
  }

  @Test
  void notesOfAllTracksAreCountedTogether() {
    byte[] file = MidiBytes.file(1, 2).track(NOTE).track(NOTE).toBytes();

    assertThatFault(() -> MidiReader.events(file, 1)).is("TOO_MANY_NOTES").names(1);
  }

  @Test
  void otherEventsAreLimitedToo() throws MalformedInputException {
    byte[] few = MidiBytes.oneTrack("00 b00740" + "00 0740".repeat(99_999)).toBytes();
    byte[] many = MidiBytes.oneTrack("00 b00740" + "00 0740".repeat(100_004)).toBytes();

    assertThat(MidiReader.events(few, 1).size()).isEqualTo(100_001);
    assertThatFault(() -> MidiReader.events(many, 1)).is("TOO_MANY_NOTES").names(100004);
  }
}
