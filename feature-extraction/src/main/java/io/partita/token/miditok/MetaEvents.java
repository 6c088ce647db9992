package io.partita.token.miditok;

import io.partita.midi.MidiEvents;
import io.partita.score.TempoEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Step 1 but for the notes: tempos and metres of all tracks in the file's ticks, by tick. A track
 * ends at its first end-of-track, whatever is behind.
 *
 * @param tempos with their microseconds a quarter
 * @param metres those that have an entry of {@link Metres}, with it
 * @param messages events that are no end-of-track
 * @param lastTick of these
 */
record MetaEvents(List<At> tempos, List<At> metres, int messages, long lastTick) {
  private static final int META_LYRIC = 0x05;
  private static final int META_TIME_SIGNATURE = 0x58;

  /** A value from a tick on. */
  record At(long tick, int value) {}

  static MetaEvents of(MidiEvents events) {
    List<At> tempos = new ArrayList<>();
    List<At> metres = new ArrayList<>();
    int messages = 0;
    long lastTick = 0;
    for (int track = 0; track < events.trackCount(); track++) {
      int first = events.firstEvent(track);
      int end = end(events, track);
      for (int e = first; e < end; e++) {
        if (events.isMeta(e)) {
          long tick = events.tick(e);
          int micros = events.microsPerQuarter(e);
          int metre = micros < 0 ? metre(events, e) : -1;
          if (micros >= 0) {
            tempos.add(new At(tick, micros));
          } else if (metre >= 0) {
            metres.add(new At(tick, metre));
          }
        }
      }
      messages += end - first;
      lastTick = end > first ? Math.max(lastTick, events.tick(end - 1)) : lastTick;
    }
    tempos.sort(Comparator.comparingLong(At::tick));
    metres.sort(Comparator.comparingLong(At::tick));
    return new MetaEvents(tempos, metres, messages, lastTick);
  }

  /** One past the last event of a track that counts. */
  static int end(MidiEvents events, int track) {
    int end = events.endEvent(track);
    for (int e = events.firstEvent(track); e < end; e++) {
      if (events.isEndOfTrack(e)) {
        return e;
      }
    }
    return end;
  }

  /** Whether an event is a lyric that is not empty. */
  static boolean isLyric(MidiEvents events, int event) {
    return events.isMeta(event)
        && events.data1(event) == META_LYRIC
        && events.payloadLength(event) > 0;
  }

  /** The running time at the last event. */
  double endTimeS(int division) {
    double timeS = 0;
    long tick = 0;
    int micros = TempoEvent.DEFAULT_MICROS_PER_QUARTER;
    for (At tempo : tempos) {
      timeS += (tempo.tick() - tick) * (micros * 1e-6 / division);
      tick = tempo.tick();
      micros = tempo.value();
    }
    return timeS + (lastTick - tick) * (micros * 1e-6 / division);
  }

  private static int metre(MidiEvents events, int event) {
    if (events.data1(event) != META_TIME_SIGNATURE || events.payloadLength(event) < 2) {
      return -1;
    }
    int power = events.payload(event, 1);
    return power > 7 ? -1 : Metres.entry(events.payload(event, 0), 1 << power);
  }
}
