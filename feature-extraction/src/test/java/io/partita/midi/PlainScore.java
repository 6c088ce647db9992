package io.partita.midi;

import io.partita.midi.PlainMidiReader.Event;
import io.partita.midi.PlainMidiReader.Reading;
import io.partita.score.ClosedBy;
import io.partita.score.KeySignature;
import io.partita.score.MidiWarning;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.TempoEvent;
import io.partita.score.TimeSignature;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the events of {@link PlainMidiReader} mean, in small steps. */
final class PlainScore {
  /** An event and the place it has when all tracks are put one behind the other. */
  private record Placed(int track, Event event) {}

  /** A note on whose off may still come. */
  private static final class Sounding {
    final int track;
    final int port;
    final Event on;
    final int program;
    long offset;
    ClosedBy closedBy = ClosedBy.TRACK_END;

    Sounding(int track, int port, Event on, int program) {
      this.track = track;
      this.port = port;
      this.on = on;
      this.program = program;
    }
  }

  private final Reading reading;
  private final List<Sounding> sounding = new ArrayList<>();
  private final Map<List<Integer>, Deque<Sounding>> open = new HashMap<>();
  private final Map<List<Integer>, Integer> programs = new HashMap<>();
  private final Map<Integer, Integer> ports = new HashMap<>();
  final List<TempoEvent> tempos = new ArrayList<>();
  final List<TimeSignature> timeSignatures = new ArrayList<>();
  final List<KeySignature> keySignatures = new ArrayList<>();
  final List<PedalEvent> pedals = new ArrayList<>();
  final Map<MidiWarning, Integer> warnings = new EnumMap<>(MidiWarning.class);
  int orphanOffs;

  PlainScore(Reading reading) {
    this.reading = reading;
    warnings.putAll(reading.warnings());
    List<Placed> merged = new ArrayList<>();
    for (int track = 0; track < reading.tracks().size(); track++) {
      for (Event event : reading.tracks().get(track)) {
        merged.add(new Placed(track, event));
      }
    }
    for (int track = 0; track < reading.tracks().size(); track++) {
      ports.put(track, firstPort(reading.tracks().get(track)));
    }
    merged.sort(Comparator.comparingLong(placed -> placed.event().tick()));
    merged.forEach(placed -> event(placed.track(), placed.event()));
    open.values().forEach(left -> left.forEach(note -> note.offset = endOf(note.track)));
  }

  /** In the order of the score; seconds are left out, as they are compared otherwise. */
  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    for (Sounding note : sounding) {
      notes.add(
          new Note(
              note.track,
              note.port,
              note.on.status() % 16,
              note.program,
              note.on.data1(),
              note.on.data2(),
              note.on.tick(),
              note.offset,
              0,
              0,
              note.closedBy));
    }
    notes.sort(
        Comparator.comparingLong(Note::onsetTick)
            .thenComparingInt(Note::track)
            .thenComparingInt(Note::pitch));
    return notes;
  }

  /** Seconds from the start to a tick. */
  double seconds(long tick) {
    int division = reading.division();
    if (division >= 0x8000) {
      int frames = 256 - division / 256;
      BigInteger ticks =
          BigInteger.valueOf(tick).multiply(BigInteger.valueOf(frames == 29 ? 1001 : 1));
      long perSecond = (frames == 29 ? 30_000L : frames) * (division % 256);
      return quotient(ticks, BigInteger.valueOf(perSecond));
    }
    BigInteger sum = BigInteger.ZERO;
    long from = 0;
    long micros = 500_000;
    for (TempoEvent tempo : tempos) {
      if (tempo.tick() < tick) {
        sum = sum.add(BigInteger.valueOf(tempo.tick() - from).multiply(BigInteger.valueOf(micros)));
        from = tempo.tick();
        micros = tempo.microsPerQuarter();
      }
    }
    sum = sum.add(BigInteger.valueOf(tick - from).multiply(BigInteger.valueOf(micros)));
    return quotient(sum, BigInteger.valueOf(1_000_000L * division));
  }

  private static double quotient(BigInteger a, BigInteger b) {
    return new BigDecimal(a).divide(new BigDecimal(b), MathContext.DECIMAL64).doubleValue();
  }

  private void event(int track, Event event) {
    int channel = event.status() % 16;
    switch (event.status() / 16) {
      case 0x9 -> {
        if (event.data2() == 0) {
          noteOff(track, event, ClosedBy.NOTE_ON_VELOCITY_0);
        } else {
          int program = programs.getOrDefault(List.of(ports.get(track), channel), 0);
          Sounding note = new Sounding(track, ports.get(track), event, program);
          sounding.add(note);
          queue(track, event).addLast(note);
        }
      }
      case 0x8 -> noteOff(track, event, ClosedBy.NOTE_OFF);
      case 0xB -> {
        if (event.data1() == 64) {
          pedals.add(new PedalEvent(event.tick(), track, ports.get(track), channel, event.data2()));
        }
      }
      case 0xC -> programs.put(List.of(ports.get(track), channel), event.data1());
      default -> meta(track, event);
    }
  }

  private void noteOff(int track, Event off, ClosedBy how) {
    Sounding oldest = queue(track, off).pollFirst();
    if (oldest == null) {
      orphanOffs++;
    } else {
      oldest.offset = off.tick();
      oldest.closedBy = how;
    }
  }

  private Deque<Sounding> queue(int track, Event event) {
    List<Integer> key = List.of(track, ports.get(track), event.status() % 16, event.data1());
    return open.computeIfAbsent(key, any -> new ArrayDeque<>());
  }

  /** The first that is set before any note, wherever it is before it. */
  private static int firstPort(List<Event> events) {
    for (Event event : events) {
      if (isPort(event)) {
        return event.payload().get(0);
      }
      if (event.status() / 16 == 0x9 && event.data2() > 0) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean isPort(Event event) {
    return event.is(0x21) && event.payload().size() == 1 && event.payload().get(0) < 128;
  }

  private long endOf(int track) {
    List<Event> events = reading.tracks().get(track);
    return events.get(events.size() - 1).tick();
  }

  private void meta(int track, Event event) {
    List<Integer> bytes = event.payload();
    if (event.is(0x51)) {
      if (bytes.size() != 3) {
        warn(MidiWarning.TEMPO_LENGTH);
      }
      if (bytes.size() >= 3) {
        tempo(track, event, bytes.get(0) * 65_536 + bytes.get(1) * 256 + bytes.get(2));
      }
    } else if (event.is(0x58)) {
      if (bytes.size() >= 4 && bytes.get(0) > 0 && bytes.get(1) <= 7) {
        int denominator = (int) Math.pow(2, bytes.get(1));
        timeSignatures.add(
            new TimeSignature(
                event.tick(), track, bytes.get(0), denominator, bytes.get(2), bytes.get(3)));
      } else {
        warn(MidiWarning.INVALID_TIME_SIGNATURE);
      }
    } else if (event.is(0x59)) {
      int sharps = bytes.size() < 2 ? 99 : bytes.get(0) - (bytes.get(0) > 127 ? 256 : 0);
      if (Math.abs(sharps) <= 7 && bytes.get(1) <= 1) {
        keySignatures.add(new KeySignature(event.tick(), track, sharps, bytes.get(1) == 1));
      } else {
        warn(MidiWarning.INVALID_KEY_SIGNATURE);
      }
    } else if (isPort(event)) {
      ports.put(track, bytes.get(0));
    } else if (event.is(0x21)) {
      warn(MidiWarning.INVALID_PORT);
    }
  }

  private void tempo(int track, Event event, int micros) {
    if (micros == 0) {
      warn(MidiWarning.TEMPO_ZERO);
    } else {
      tempos.add(new TempoEvent(event.tick(), track, micros));
    }
  }

  private void warn(MidiWarning warning) {
    warnings.merge(warning, 1, Integer::sum);
  }
}
