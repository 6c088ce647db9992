package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.midi.PlainMidiReader.Event;
import io.partita.midi.PlainMidiReader.Reading;
import io.partita.score.MidiWarning;
import io.partita.score.Note;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a file with the reader and with the plain one, which shares no code with it: both give the
 * same fault, or the same events, notes, times and warnings.
 */
public final class TwoReaders {
  private TwoReaders() {}

  /**
   * Compares the two readings of a file.
   *
   * @throws AssertionError if they differ, with the first difference
   */
  public static void compare(byte[] bytes) {
    Reading plain = PlainMidiReader.read(bytes);
    MidiEvents events;
    try {
      events = MidiReader.events(bytes);
    } catch (MalformedInputException e) {
      assertThat(List.of(e.fault(), e.byteOffset()))
          .as("fault")
          .isEqualTo(
              plain.fault() == null
                  ? List.of()
                  : List.of(plain.fault(), (long) plain.faultOffset()));
      return;
    }
    assertThat(plain.fault()).as("fault of the plain reader").isNull();
    events(plain, events);
    score(new PlainScore(plain), events.score());
  }

  private static void events(Reading plain, MidiEvents events) {
    assertThat(events.format()).as("format").isEqualTo(plain.format());
    assertThat(events.division().raw()).as("division").isEqualTo(plain.division());
    same("warnings of the events", events.warnings().counts(), plain.warnings());
    assertThat(events.trackCount()).as("tracks").isEqualTo(plain.tracks().size());
    for (int track = 0; track < events.trackCount(); track++) {
      List<Event> found = new ArrayList<>();
      for (int e = events.firstEvent(track); e < events.endEvent(track); e++) {
        found.add(event(events, e));
      }
      same("events of track " + track, found, plain.tracks().get(track));
    }
  }

  private static Event event(MidiEvents events, int e) {
    List<Integer> payload = new ArrayList<>();
    for (int i = 0; i < events.payloadLength(e); i++) {
      payload.add(events.payload(e, i));
    }
    return new Event(events.tick(e), events.status(e), events.data1(e), events.data2(e), payload);
  }

  private static void score(PlainScore plain, Score score) {
    same("notes", score.notes().stream().map(TwoReaders::withoutSeconds).toList(), plain.notes());
    same("tempos", score.tempos(), plain.tempos);
    same("time signatures", score.timeSignatures(), plain.timeSignatures);
    same("key signatures", score.keySignatures(), plain.keySignatures);
    same("pedals", score.pedals(), plain.pedals);
    assertThat(score.orphanOffs()).as("orphan offs").isEqualTo(plain.orphanOffs);
    Map<MidiWarning, Integer> warnings = new EnumMap<>(MidiWarning.class);
    warnings.putAll(score.warnings().counts());
    warnings.remove(MidiWarning.OUT_OF_STEP);
    same("warnings", warnings, plain.warnings);
    if (plain.tempos.size() * (long) score.notes().size() < 1_000_000) {
      seconds(plain, score);
    }
  }

  private static void seconds(PlainScore plain, Score score) {
    for (Note note : score.notes()) {
      double onset = plain.seconds(note.onsetTick());
      double offset = plain.seconds(note.offsetTick());
      double rounding = 1e-12 * offset;
      if (Math.abs(note.onsetS() - onset) > rounding
          || Math.abs(note.durationS() - (offset - onset)) > 4 * rounding) {
        throw new AssertionError(
            "seconds: expected " + onset + " to " + offset + ", but have " + note);
      }
    }
  }

  private static Note withoutSeconds(Note note) {
    return new Note(
        note.track(),
        note.port(),
        note.channel(),
        note.program(),
        note.pitch(),
        note.velocity(),
        note.onsetTick(),
        note.offsetTick(),
        0,
        0,
        note.closedBy());
  }

  /** Long lists would take longer to print than to compare: only the first difference is told. */
  private static <T> void same(String what, List<T> found, List<T> expected) {
    if (!found.equals(expected)) {
      int i = 0;
      while (i < Math.min(found.size(), expected.size()) && found.get(i).equals(expected.get(i))) {
        i++;
      }
      throw new AssertionError(
          "%s: of %d and %d, number %d differs: read %s, but plainly %s"
              .formatted(what, found.size(), expected.size(), i, at(found, i), at(expected, i)));
    }
  }

  private static <T> Object at(List<T> list, int i) {
    return i < list.size() ? list.get(i) : Collections.emptyList();
  }

  private static void same(
      String what, Map<MidiWarning, Integer> found, Map<MidiWarning, Integer> expected) {
    if (!found.equals(expected)) {
      throw new AssertionError("%s: read %s, but plainly %s".formatted(what, found, expected));
    }
  }
}
