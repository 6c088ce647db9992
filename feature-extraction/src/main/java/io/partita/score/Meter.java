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
    int i = Stretches.indexAt(startTick, tick);
    return startBar[i] + (tick - startTick[i]) * denominator[i] / barUnits[i];
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
    int i = Stretches.indexAt(startTick, tick);
    long units = (tick - startTick[i]) * denominator[i] % barUnits[i];
    return (double) units / ((double) denominator[i] * ticksPerQuarter);
  }
}
