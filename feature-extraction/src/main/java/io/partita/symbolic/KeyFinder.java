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
 * profiles of the twelve major and twelve minor keys, and the best one is the key. Drums are left
 * out.
 */
public final class KeyFinder {
  private static final int CLASSES = KeyProfile.CLASSES;

  /** Ticks that each pitch class sounds. */
  private final long[] ticks = new long[CLASSES];

  private final KeyProfile profile;

  private KeyFinder(KeyProfile profile) {
    this.profile = profile;
  }

  /**
   * A key in a passage.
   *
   * @param firstBar from 0
   */
  public record Passage(long firstBar, FoundKey key) {}

  /** The key of a whole score by the default profile. */
  public static Optional<FoundKey> of(Score score) {
    return of(score, KeyProfile.ALBRECHT_SHANAHAN);
  }

  /** The key of a whole score; empty where its pitch classes sound equally long, or none does. */
  public static Optional<FoundKey> of(Score score, KeyProfile profile) {
    KeyFinder finder = new KeyFinder(profile);
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
  public static List<Passage> passages(Score score, int bars, KeyProfile profile) {
    List<Passage> passages = new ArrayList<>();
    Optional<Meter> meter = Meter.of(score);
    if (meter.isEmpty()) {
      return passages;
    }
    Meter.Place place = meter.get().start();
    KeyFinder finder = new KeyFinder(profile);
    long passage = 0;
    for (int i = 0; i < score.notes().size(); i++) {
      place.moveTo(score.notes().onsetTick(i));
      long next = place.bar() / bars;
      if (next > passage) {
        add(passages, passage * bars, finder);
        finder = new KeyFinder(profile);
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
    double[] sounding = KeyProfile.standardized(Arrays.stream(ticks).asDoubleStream().toArray());
    int best = -1;
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (int key = 0; key < 2 * CLASSES; key++) {
      double r = profile.correlation(sounding, key % CLASSES, key >= CLASSES);
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
}
