package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import io.partita.score.Score;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.junit.jupiter.api.Test;

/** On files that need no repair, the JDK's own reader finds the same note ons and tempos. */
class JavaxCrossCheckTest {
  @Test
  void cleanFilesHaveTheSameNoteOns() throws Exception {
    int compared = 0;
    for (Map.Entry<String, byte[]> file : RealMidi.files().entrySet()) {
      Sequence sequence;
      try {
        sequence = MidiSystem.getSequence(new ByteArrayInputStream(file.getValue()));
      } catch (InvalidMidiDataException | IOException refused) {
        continue;
      }
      Score score = MidiReader.read(file.getValue());
      if (score.warnings().equals(MidiWarnings.NONE)) {
        assertThat(ofScore(score)).as(file.getKey()).isEqualTo(ofSequence(sequence));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1300);
  }

  private static List<Long> ofScore(Score score) {
    List<Long> noteOns = new ArrayList<>();
    for (Note note : score.notes()) {
      noteOns.add(key(note.track(), note.onsetTick(), note.channel(), note.pitch()));
    }
    noteOns.sort(null);
    return noteOns;
  }

  private static List<Long> ofSequence(Sequence sequence) {
    List<Long> noteOns = new ArrayList<>();
    Track[] tracks = sequence.getTracks();
    for (int t = 0; t < tracks.length; t++) {
      for (int i = 0; i < tracks[t].size(); i++) {
        MidiEvent event = tracks[t].get(i);
        if (event.getMessage() instanceof ShortMessage message
            && message.getCommand() == ShortMessage.NOTE_ON
            && message.getData2() > 0) {
          noteOns.add(key(t, event.getTick(), message.getChannel(), message.getData1()));
        }
      }
    }
    noteOns.sort(null);
    return noteOns;
  }

  private static long key(long track, long tick, int channel, int pitch) {
    return tick << 24 | track << 12 | (long) channel << 7 | pitch;
  }
}
