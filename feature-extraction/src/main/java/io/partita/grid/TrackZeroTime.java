package io.partita.grid;

import io.partita.midi.MidiEvents;
import io.partita.score.TempoEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Time as the published MusicVAE pipeline has it: tempo and metre from track 0 only, seconds summed
 * up in doubles from stretch to stretch of constant tempo. {@link io.partita.score.TempoMap} is
 * more exact, and so would put some hits on another step.
 */
final class TrackZeroTime {
  private static final int META_TIME_SIGNATURE = 0x58;
  private static final int METRE_BYTES = 4;
  private static final int MAX_DENOMINATOR_POWER = 7;

  private final int ticksPerQuarter;
  private long[] startTick = new long[4];
  private double[] secondsPerTick = new double[4];
  private double[] startS = new double[4];
  private int stretches = 1;
  private final List<Change> metres = new ArrayList<>();

  /**
   * What holds at a time.
   *
   * @param qpm quarters per minute
   */
  record State(double qpm, int numerator, int denominator) {
    static final State INITIAL = new State(120, 4, 4);

    private State withTempo(double otherQpm) {
      return new State(otherQpm, numerator, denominator);
    }

    private State withMetre(int otherNumerator, int otherDenominator) {
      return new State(qpm, otherNumerator, otherDenominator);
    }
  }

  /** An event of the file, which may change nothing. */
  record Change(long tick, double timeS, UnaryOperator<State> effect) {}

  private TrackZeroTime(int ticksPerQuarter) {
    this.ticksPerQuarter = ticksPerQuarter;
    secondsPerTick[0] = secondsPerTick(TempoEvent.DEFAULT_MICROS_PER_QUARTER);
  }

  /** The time of a file whose division is in quarters. */
  static TrackZeroTime of(MidiEvents events) {
    TrackZeroTime time = new TrackZeroTime(events.division().ticksPerQuarter());
    if (events.trackCount() > 0) {
      for (int e = events.firstEvent(0); e < events.endEvent(0); e++) {
        int micros = events.microsPerQuarter(e);
        if (micros > 0) {
          time.tempo(events.tick(e), micros);
        } else if (events.isMeta(e) && events.data1(e) == META_TIME_SIGNATURE) {
          time.metre(events, e);
        }
      }
    }
    return time;
  }

  double secondsAt(long tick) {
    int found = Arrays.binarySearch(startTick, 0, stretches, tick);
    return secondsAt(tick, found >= 0 ? found : -found - 2);
  }

  /** All changes by their times, at one time metres before tempos. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>(metres);
    for (int i = 0; i < stretches; i++) {
      double qpm = 60.0 / (secondsPerTick[i] * ticksPerQuarter);
      changes.add(new Change(startTick[i], startS[i], state -> state.withTempo(qpm)));
    }
    changes.sort(Comparator.comparingDouble(Change::timeS));
    return changes;
  }

  private double secondsAt(long tick, int stretch) {
    return startS[stretch] + secondsPerTick[stretch] * (tick - startTick[stretch]);
  }

  /** In this order of operations the doubles come out as the original's. */
  private double secondsPerTick(int microsPerQuarter) {
    double qpm = 6e7 / microsPerQuarter;
    return 60.0 / (qpm * ticksPerQuarter);
  }

  private void tempo(long tick, int microsPerQuarter) {
    double scale = secondsPerTick(microsPerQuarter);
    if (tick == 0) {
      secondsPerTick[0] = scale;
      return;
    }
    if (scale == secondsPerTick[stretches - 1]) {
      return;
    }
    if (stretches == startTick.length) {
      startTick = Arrays.copyOf(startTick, stretches * 2);
      secondsPerTick = Arrays.copyOf(secondsPerTick, stretches * 2);
      startS = Arrays.copyOf(startS, stretches * 2);
    }
    startS[stretches] = secondsAt(tick, stretches - 1);
    startTick[stretches] = tick;
    secondsPerTick[stretches++] = scale;
  }

  private void metre(MidiEvents events, int e) {
    int power = events.payloadLength(e) < METRE_BYTES ? -1 : events.payload(e, 1);
    if (power >= 0 && power <= MAX_DENOMINATOR_POWER && events.payload(e, 0) > 0) {
      int numerator = events.payload(e, 0);
      int denominator = 1 << power;
      double timeS = secondsAt(events.tick(e), stretches - 1);
      metres.add(
          new Change(events.tick(e), timeS, state -> state.withMetre(numerator, denominator)));
    }
  }
}
