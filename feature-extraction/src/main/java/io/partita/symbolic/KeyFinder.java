package io.partita.symbolic;

import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds keys as Krumhansl and Schmuckler do (C. L. Krumhansl, Cognitive Foundations of Musical
 * Pitch, 1990, chapter 4): how long each pitch class sounds is correlated (Pearson's r) with the
 * profiles of the twelve major and twelve minor keys, and the best one is the key. The profiles are
 * the probe tone ratings of C. L. Krumhansl and E. J. Kessler, Tracing the Dynamic Changes in
 * Perceived Tonal Organization in a Spatial Representation of Musical Keys, Psychological Review
 * 89, 1982, from the tonic upwards. Drums are left out.
 */
public final class KeyFinder {
  private static final int CLASSES = 12;

  private static final double[] MAJOR = {
    6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88
  };

  private static final double[] MINOR = {
    6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17
  };

  /** Ticks that each pitch class sounds. */
  private final long[] ticks = new long[CLASSES];

  private KeyFinder() {}

  /**
   * A key in a passage.
   *
   * @param firstBar from 0
   */
  public record Passage(long firstBar, FoundKey key) {}

  /** The key of a whole score; empty where its pitch classes sound equally long, or none does. */
  public static Optional<FoundKey> of(Score score) {
    KeyFinder finder = new KeyFinder();
    for (int i = 0; i < score.notes().size(); i++) {
      finder.add(score.notes(), i);
    }
    return finder.key();
  }

  /**
   * The keys of the notes that begin in bars 0 to {@code bars} - 1, in the next so many, and so on,
   * where there is one; none in SMPTE time.
   *
   * @param bars above 0
   */
  public static List<Passage> passages(Score score, int bars) {
    List<Passage> passages = new ArrayList<>();
    Optional<Meter> meter = Meter.of(score);
    if (meter.isEmpty()) {
      return passages;
    }
    KeyFinder finder = new KeyFinder();
    long passage = 0;
    for (int i = 0; i < score.notes().size(); i++) {
      long next = meter.get().barAt(score.notes().onsetTick(i)) / bars;
      if (next > passage) {
        add(passages, passage * bars, finder);
        finder = new KeyFinder();
        passage = next;
      }
      finder.add(score.notes(), i);
    }
    add(passages, passage * bars, finder);
    return passages;
  }

  private static void add(List<Passage> passages, long firstBar, KeyFinder finder) {
    finder.key().ifPresent(key -> passages.add(new Passage(firstBar, key)));
  }

  private void add(Notes notes, int i) {
    if (!notes.isDrum(i)) {
      ticks[notes.pitch(i) % CLASSES] += notes.offsetTick(i) - notes.onsetTick(i);
    }
  }

  private Optional<FoundKey> key() {
    int best = -1;
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < 2 * CLASSES; key++) {
      double r = correlation(key % CLASSES, key < CLASSES ? MAJOR : MINOR);
      if (r > first) {
        second = first;
        first = r;
        best = key;
      } else {
        second = Math.max(second, r);
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(new FoundKey(best % CLASSES, best >= CLASSES, first, first - second));
  }

  /** Not a number where all pitch classes sound equally long. */
  private double correlation(int tonic, double[] profile) {
    double mean = (double) Arrays.stream(ticks).sum() / CLASSES;
    double profileMean = Arrays.stream(profile).sum() / CLASSES;
    double product = 0;
    double squares = 0;
    double profileSquares = 0;
    for (int degree = 0; degree < CLASSES; degree++) {
      double x = ticks[(tonic + degree) % CLASSES] - mean;
      double y = profile[degree] - profileMean;
      product += x * y;
      squares += x * x;
      profileSquares += y * y;
    }
    return product / Math.sqrt(squares * profileSquares);
  }
}
