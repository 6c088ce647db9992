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

  private static final double[] MAJOR =
      standardized(6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88);

  private static final double[] MINOR =
      standardized(6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17);

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
    Meter.Place place = meter.get().start();
    KeyFinder finder = new KeyFinder();
    long passage = 0;
    for (int i = 0; i < score.notes().size(); i++) {
      place.moveTo(score.notes().onsetTick(i));
      long next = place.bar() / bars;
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
    if (Arrays.stream(ticks).allMatch(sounding -> sounding == ticks[0])) {
      return Optional.empty();
    }
    double[] sounding = standardized(Arrays.stream(ticks).asDoubleStream().toArray());
    int best = -1;
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < 2 * CLASSES; key++) {
      double r = correlation(sounding, key % CLASSES, key < CLASSES ? MAJOR : MINOR);
      if (r > first) {
        second = first;
        first = r;
        best = key;
      } else {
        second = Math.max(second, r);
      }
    }
    return Optional.of(new FoundKey(best % CLASSES, best >= CLASSES, first, first - second));
  }

  private static double correlation(double[] sounding, int tonic, double[] profile) {
    double r = 0;
    for (int degree = 0; degree < CLASSES; degree++) {
      r += sounding[(tonic + degree) % CLASSES] * profile[degree];
    }
    return r;
  }

  /** The same values less their mean and by a factor, so that the sum of their squares is 1. */
  private static double[] standardized(double... values) {
    double mean = Arrays.stream(values).sum() / CLASSES;
    double length = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum());
    return Arrays.stream(values).map(v -> (v - mean) / length).toArray();
  }
}
