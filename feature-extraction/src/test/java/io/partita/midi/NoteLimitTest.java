package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    assertThatThrownBy(() -> MidiReader.events(file, 2))
        .isInstanceOfSatisfying(
            MalformedInputException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(MidiFault.TOO_MANY_NOTES);
              assertThat(e.detail()).isEqualTo("The file has more than 2 notes");
              assertThat(e.byteOffset()).as("behind the third note on").isEqualTo(22 + 2 * 8 + 4);
            });
  }

  @Test
  void notesOfAllTracksAreCountedTogether() {
    byte[] file = MidiBytes.file(1, 2).track(NOTE).track(NOTE).toBytes();

    assertThatThrownBy(() -> MidiReader.events(file, 1))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("The file has more than 1 notes");
  }

  @Test
  void otherEventsAreLimitedToo() throws MalformedInputException {
    byte[] few = MidiBytes.oneTrack("00 b00740" + "00 0740".repeat(99_999)).toBytes();
    byte[] many = MidiBytes.oneTrack("00 b00740" + "00 0740".repeat(100_004)).toBytes();

    assertThat(MidiReader.events(few, 1).size()).isEqualTo(100_001);
    assertThatThrownBy(() -> MidiReader.events(many, 1))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("The file has more than 100004 events");
  }
}
