package io.partita.symbolic;

import io.partita.SplitMix64;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Notes in a row, as hashes: two are equal where one is the other's transposition in the same
 * rhythm. A music that is copied has many of another one's.
 */
public final class NoteSequences {
  /** Onsets count in so many parts of a quarter. */
  private static final int PARTS = 24;

  private NoteSequences() {}

  /**
   * The hashes of all notes in a row of a score in quarters, drums excepted: notes by onset, those
   * at one time from low to high.
   *
   * @param length of each, at least 2
   */
  public static LongStream of(Score score, int length) {
    Notes all = score.notes();
    int[] notes =
        IntStream.range(0, all.size())
            .filter(i -> !all.isDrum(i))
            .boxed()
            .sorted(Comparator.comparingLong(all::onsetTick).thenComparingInt(all::pitch))
            .mapToInt(i -> i)
            .toArray();
    int quarter = score.division().ticksPerQuarter();
    return IntStream.rangeClosed(0, notes.length - length)
        .mapToLong(first -> hash(all, notes, first, length, quarter));
  }

  private static long hash(Notes all, int[] notes, int first, int length, int quarter) {
    long[] steps = new long[2 * (length - 1)];
    for (int i = 1; i < length; i++) {
      int at = notes[first + i];
      int before = notes[first + i - 1];
      steps[2 * i - 2] = (long) all.pitch(at) - all.pitch(before);
      steps[2 * i - 1] =
          Math.round((double) PARTS * (all.onsetTick(at) - all.onsetTick(before)) / quarter);
    }
    return SplitMix64.of(steps);
  }
}
