package io.partita.symbolic;

import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the beginning of a song is like.
 *
 * @param bars up to the one in which the last note begins
 * @param emptyBars those in which no note begins
 * @param notes that begin in them
 * @param velocitySpread standard deviation of their velocities
 * @param noteTicks of all notes together
 * @param soundingTicks in which a note sounds
 * @param pitchClassEntropy bits, of the pitch classes of notes that are no drums; 0 to 3.585
 */
public record SongFigures(
    int bars,
    int emptyBars,
    int notes,
    double velocitySpread,
    long noteTicks,
    long soundingTicks,
    double pitchClassEntropy) {
  private static final int PITCH_CLASSES = 12;

  /**
   * The figures of a score, in quarters, with a note at least.
   *
   * @param most bars that count, from the first
   */
  public static SongFigures of(Score score, int most) {
    Meter meter = Meter.of(score).orElseThrow();
    Notes all = score.notes();
    int[] notes =
        IntStream.range(0, all.size()).filter(i -> meter.barAt(all.onsetTick(i)) < most).toArray();
    long[] begun = Arrays.stream(notes).mapToLong(i -> meter.barAt(all.onsetTick(i))).toArray();
    int bars = (int) Arrays.stream(begun).max().orElse(-1) + 1;
    return new SongFigures(
        bars,
        bars - (int) Arrays.stream(begun).distinct().count(),
        notes.length,
        spread(Arrays.stream(notes).map(all::velocity).toArray()),
        Arrays.stream(notes).mapToLong(i -> all.offsetTick(i) - all.onsetTick(i)).sum(),
        sounding(all, notes),
        entropy(all, notes));
  }

  private static double spread(int[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return values.length == 0 ? 0 : Math.sqrt(squares / values.length);
  }

  /** Notes are in the order of their onsets. */
  private static long sounding(Notes all, int[] notes) {
    long sounding = 0;
    long until = 0;
    for (int i : notes) {
      sounding += Math.max(0, all.offsetTick(i) - Math.max(until, all.onsetTick(i)));
      until = Math.max(until, all.offsetTick(i));
    }
    return sounding;
  }

  private static double entropy(Notes all, int[] notes) {
    double[] counts = new double[PITCH_CLASSES];
    for (int i : notes) {
      if (!all.isDrum(i)) {
        counts[all.pitch(i) % PITCH_CLASSES]++;
      }
    }
    double sum = Arrays.stream(counts).sum();
    return Arrays.stream(counts)
        .filter(count -> count > 0)
        .map(count -> -count / sum * Math.log(count / sum) / Math.log(2))
        .sum();
  }
}
