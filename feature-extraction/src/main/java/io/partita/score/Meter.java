package io.partita.score;

import java.util.List;
import java.util.Optional;

/**
 * Bars: which bar a tick is in, and where in it. Bars are 4/4 before the first time signature; a
 * time signature starts a new bar even in the middle of one. Of several at one tick the last holds.
 */
public final class Meter {
  private final int ticksPerQuarter;
  private final long[] startTick;
  private final long[] startBar;

  /** Bar length as ticks · denominator, so that odd divisions stay exact. */
  private final long[] barUnits;

  private final int[] denominator;

  private Meter(int ticksPerQuarter, int segments) {
    this.ticksPerQuarter = ticksPerQuarter;
    this.startTick = new long[segments];
    this.startBar = new long[segments];
    this.barUnits = new long[segments];
    this.denominator = new int[segments];
  }

  /** The bars of a score; empty for SMPTE time, which has none. */
  public static Optional<Meter> of(Score score) {
    return score.division().isSmpte()
        ? Optional.empty()
        : Optional.of(of(score.division().ticksPerQuarter(), score.timeSignatures()));
  }

  /**
   * The bars that time signatures make.
   *
   * @param ticksPerQuarter the division, above 0
   * @param timeSignatures ascending by tick
   */
  public static Meter of(int ticksPerQuarter, List<TimeSignature> timeSignatures) {
    Meter meter = new Meter(ticksPerQuarter, timeSignatures.size() + 1);
    meter.set(0, TimeSignature.of(0, 4, 4));
    for (int i = 1; i <= timeSignatures.size(); i++) {
      meter.set(i, timeSignatures.get(i - 1));
      long length = (meter.startTick[i] - meter.startTick[i - 1]) * meter.denominator[i - 1];
      meter.startBar[i] =
          meter.startBar[i - 1] + (length + meter.barUnits[i - 1] - 1) / meter.barUnits[i - 1];
    }
    return meter;
  }

  private void set(int i, TimeSignature metre) {
    startTick[i] = metre.tick();
    denominator[i] = metre.denominator();
    barUnits[i] = 4L * metre.numerator() * ticksPerQuarter;
  }

  /** The bar that holds a tick, counted from 0. */
  public long barAt(long tick) {
    return placeOf(tick).bar();
  }

  /** The first bar line at a tick or after it, in ticks; of odd divisions the tick after it. */
  public long barLineFrom(long tick) {
    int i = Stretches.indexAt(startTick, tick);
    long units = (tick - startTick[i]) * denominator[i];
    long bars = (units + barUnits[i] - 1) / barUnits[i];
    long line = startTick[i] + (bars * barUnits[i] + denominator[i] - 1) / denominator[i];
    return i + 1 < startTick.length ? Math.min(line, startTick[i + 1]) : line;
  }

  /** Quarter notes from the start of the tick's bar to the tick; 0 on the downbeat. */
  public double quartersIntoBar(long tick) {
    return placeOf(tick).quartersIntoBar();
  }

  private Place placeOf(long tick) {
    Place place = new Place();
    place.moveTo(tick);
    return place;
  }

  /** A place in the music that moves from tick to tick: cheap where the next is in the same bar. */
  public Place start() {
    return new Place();
  }

  /** See {@link #start}. */
  public final class Place {
    private int stretch;
    private long bar;

    /** Where the bar begins and ends, as ticks · denominator from the start of the stretch. */
    private long barStart;

    private long barEnd = barUnits[0];

    private long units;

    private Place() {}

    /** Moves to a tick, forwards or back. */
    public void moveTo(long tick) {
      boolean isLater = stretch + 1 < startTick.length && tick >= startTick[stretch + 1];
      if (isLater || tick < startTick[stretch]) {
        stretch = Stretches.indexAt(startTick, tick);
        barEnd = barStart; // of another stretch, so unknown
      }
      units = (tick - startTick[stretch]) * denominator[stretch];
      if (units < barStart || units >= barEnd) {
        long bars = units / barUnits[stretch];
        bar = startBar[stretch] + bars;
        barStart = bars * barUnits[stretch];
        barEnd = barStart + barUnits[stretch];
      }
    }

    /** The bar that holds the tick, counted from 0. */
    public long bar() {
      return bar;
    }

    /** Quarter notes from the start of the tick's bar to the tick; 0 on the downbeat. */
    public double quartersIntoBar() {
      return (double) (units - barStart) / ((double) denominator[stretch] * ticksPerQuarter);
    }
  }
}
