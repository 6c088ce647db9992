package io.partita.grid;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sixteenths, beats and bars of a file by its notes alone, whatever tempo and metre it declares. A
 * quarter has as many ticks as the file says; where quarters and bars begin is found.
 *
 * <p>The phase of the sixteenths is the angle of the mean of exp(2πi · onset / sixteenth). In 4/4,
 * bars begin at the one of 16 sixteenths under which the music fits a {@link BarTemplate} best.
 *
 * @param startTick of a bar line, between ticks: at tick 0 or less than a bar before it; in other
 *     metres than 4/4 of any sixteenth
 * @param ticksPerStep a sixteenth's length
 * @param numerator of the metre: 12/8 where beats have three parts, 3/4 where notes recur after 12
 *     steps more often than after 8 and 16, 0/1 in free time, else 4/4
 * @param denominator of the metre
 * @param strength length of that mean, 0 to 1; in free time below {@value #LEAST_STRENGTH}
 */
public record NoteGrid(
    double startTick, double ticksPerStep, int numerator, int denominator, double strength) {
  /** Music with less is off the grid of its ticks. */
  public static final double LEAST_STRENGTH = 0.7;

  /** Lead of triplets over sixteenths: notes on the beats alone fit both equally well. */
  private static final double TRIPLETS_LEAD = 0.02;

  private static final int STEPS_PER_QUARTER = StepGrid.STEPS_PER_QUARTER;
  private static final int TRIPLETS_PER_QUARTER = 6;

  /**
   * A note to find the grid by.
   *
   * @param endTick above its onset
   * @param pitch 0 to 127
   * @param isDrum whether it is of channel 9
   */
  public record Heard(long onsetTick, long endTick, int pitch, boolean isDrum) {}

  /**
   * A note on the sixteenths.
   *
   * @param step of the onset
   * @param length steps, at least one
   */
  record OnStep(long step, long length, int pitch, boolean isDrum) {}

  /**
   * The grid of some notes.
   *
   * @param notes in any order
   * @param ticksPerQuarter above 0
   * @return empty without notes
   */
  public static Optional<NoteGrid> of(List<Heard> notes, int ticksPerQuarter) {
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    double ticksPerStep = (double) ticksPerQuarter / STEPS_PER_QUARTER;
    Mean sixteenths = Mean.of(notes, ticksPerStep);
    Mean triplets = Mean.of(notes, (double) ticksPerQuarter / TRIPLETS_PER_QUARTER);
    boolean hasTriplets = triplets.strength() > sixteenths.strength() + TRIPLETS_LEAD;
    double strength = hasTriplets ? triplets.strength() : sixteenths.strength();
    double phase = sixteenths.phase() * ticksPerStep;
    if (strength < LEAST_STRENGTH) {
      return Optional.of(new NoteGrid(phase - ticksPerStep, ticksPerStep, 0, 1, strength));
    }
    if (hasTriplets) {
      return Optional.of(new NoteGrid(phase - ticksPerStep, ticksPerStep, 12, 8, strength));
    }
    List<OnStep> onSteps =
        notes.stream()
            .map(note -> onStep(note, phase, ticksPerStep))
            .sorted(Comparator.comparingLong(OnStep::step))
            .toList();
    int beats = BarTemplate.hasTripleBars(onSteps) ? 3 : 4;
    int bar = beats * STEPS_PER_QUARTER;
    int first = beats == 4 ? BarTemplate.firstStep(onSteps) : 0;
    double start = phase + first * ticksPerStep;
    return Optional.of(
        new NoteGrid(
            start <= 0 ? start : start - bar * ticksPerStep, ticksPerStep, beats, 4, strength));
  }

  /** Steps from {@link #startTick} to the one nearest to a tick. */
  long step(long tick) {
    return nearest(tick, startTick, ticksPerStep);
  }

  private static OnStep onStep(Heard note, double phase, double ticksPerStep) {
    long step = nearest(note.onsetTick(), phase, ticksPerStep);
    long end = nearest(note.endTick(), phase, ticksPerStep);
    return new OnStep(step, Math.max(end - step, 1), note.pitch(), note.isDrum());
  }

  private static long nearest(long tick, double from, double ticksPerStep) {
    return (long) Math.floor((tick - from) / ticksPerStep + 0.5);
  }

  /**
   * The mean of onsets on a circle.
   *
   * @param strength its length, 0 to 1
   * @param phase its angle as a share of the circle, 0 to 1
   */
  private record Mean(double strength, double phase) {
    static Mean of(List<Heard> notes, double period) {
      double x = 0;
      double y = 0;
      for (Heard note : notes) {
        double angle = 2 * Math.PI * (note.onsetTick() % period) / period;
        x += StrictMath.cos(angle);
        y += StrictMath.sin(angle);
      }
      double turns = StrictMath.atan2(y, x) / (2 * Math.PI);
      return new Mean(Math.sqrt(x * x + y * y) / notes.size(), turns < 0 ? turns + 1 : turns);
    }
  }
}
