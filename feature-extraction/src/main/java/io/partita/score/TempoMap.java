package io.partita.score;

import java.util.List;

/**
 * Ticks to seconds. Each stretch of constant tempo is summed up as an integer number of
 * (microseconds · division), so that a time does not depend on how many tempo events came before.
 */
public final class TempoMap {
  /** Below this tick, tick · tempo (24 bits) fits a long with room to spare. */
  private static final long EXACT_TICKS = 1L << 38;

  private final long[] startTick;
  private final long[] unitsPerTick;
  private final long[] startUnits;
  private final double[] startUnitsWide;
  private final double unitsPerSecond;

  private TempoMap(int segments, double unitsPerSecond) {
    this.startTick = new long[segments];
    this.unitsPerTick = new long[segments];
    this.startUnits = new long[segments];
    this.startUnitsWide = new double[segments];
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * The map that tempo events make.
   *
   * @param division of the file; with SMPTE the rate is fixed and tempo events mean nothing
   * @param tempos in the merged order of all tracks, ascending by tick; of several at one tick the
   *     last one holds
   */
  public static TempoMap of(Division division, List<TempoEvent> tempos) {
    if (division.isSmpte()) {
      boolean dropFrame = division.framesPerSecond() == 29;
      double framesPerSecond = dropFrame ? 30_000 : division.framesPerSecond();
      TempoMap map = new TempoMap(1, framesPerSecond * division.ticksPerFrame());
      map.unitsPerTick[0] = dropFrame ? 1001 : 1;
      return map;
    }
    TempoMap map = new TempoMap(tempos.size() + 1, 1e6 * division.ticksPerQuarter());
    map.unitsPerTick[0] = TempoEvent.DEFAULT_MICROS_PER_QUARTER;
    for (int i = 1; i <= tempos.size(); i++) {
      TempoEvent tempo = tempos.get(i - 1);
      map.startTick[i] = tempo.tick();
      map.unitsPerTick[i] = tempo.microsPerQuarter();
      map.startUnits[i] = map.startUnits[i - 1] + map.units(tempo.tick(), i - 1);
      map.startUnitsWide[i] = map.startUnitsWide[i - 1] + map.unitsWide(tempo.tick(), i - 1);
    }
    return map;
  }

  /** Seconds from the start to a tick, within one rounding of the exact quotient. */
  public double secondsAt(long tick) {
    return secondsAt(tick, Stretches.indexAt(startTick, tick));
  }

  /** Microseconds per quarter in force from a tick on; meaningless for SMPTE. */
  public int microsPerQuarterAt(long tick) {
    return (int) unitsPerTick[Stretches.indexAt(startTick, tick)];
  }

  /** Onsets ascend, and an offset is rarely far from its onset: both walk instead of searching. */
  void noteSeconds(
      int size, long[] onsetTick, long[] offsetTick, double[] onsetS, double[] durationS) {
    int last = startTick.length - 1;
    int segment = 0;
    long nextStart = last == 0 ? Long.MAX_VALUE : startTick[1];
    for (int i = 0; i < size; i++) {
      long onset = onsetTick[i];
      long offset = offsetTick[i];
      while (onset >= nextStart) {
        segment++;
        nextStart = segment == last ? Long.MAX_VALUE : startTick[segment + 1];
      }
      onsetS[i] = secondsAt(onset, segment);
      durationS[i] =
          offset <= nextStart && offset < EXACT_TICKS
              ? (offset - onset) * unitsPerTick[segment] / unitsPerSecond
              : secondsAt(offset) - onsetS[i];
    }
  }

  private double secondsAt(long tick, int segment) {
    return tick < EXACT_TICKS
        ? (startUnits[segment] + units(tick, segment)) / unitsPerSecond
        : (startUnitsWide[segment] + unitsWide(tick, segment)) / unitsPerSecond;
  }

  private long units(long tick, int segment) {
    return (tick - startTick[segment]) * unitsPerTick[segment];
  }

  private double unitsWide(long tick, int segment) {
    return (double) (tick - startTick[segment]) * unitsPerTick[segment];
  }
}
