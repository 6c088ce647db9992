package io.partita.token.miditok;

import java.util.ArrayList;
import java.util.List;

/**
 * The 32 tempos that there are, 40 to 250 beats a minute, and the tempo events of a file: where and
 * which.
 */
final class Tempos extends TickEntries {
  static final int COUNT = 32;

  /** The tempo of a file that says none: 121.29. */
  static final int DEFAULT = 12;

  private static final double MICROS_PER_MINUTE = 6e7;

  /** Only the last of those at one tick, and one at the beginning. */
  Tempos settled() {
    Tempos settled = new Tempos();
    if (size == 0 || tick[0] != 0) {
      settled.add(0, DEFAULT);
    }
    for (int i = 0; i < size; i++) {
      if (i + 1 == size || tick[i + 1] != tick[i]) {
        settled.add(tick[i], entry[i]);
      }
    }
    return settled;
  }

  /** Snaps by the sections, whose ends in ticks represent indices here. */
  void snap(Sections sections) {
    int first = 0;
    for (int section = 0; section < sections.size(); section++) {
      boolean last = section + 1 == sections.size();
      int stop = last ? size : sections.end(section);
      if (sections.isCoarse(section)) {
        for (int i = first; i < Math.min(stop, size); i++) {
          tick[i] = Sections.even(tick[i]);
        }
      }
      first = stop;
    }
  }

  static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      texts.add(Double.toString(bpm(i)));
    }
    return texts;
  }

  /** Beats a minute of an entry, in hundredths. */
  static double bpm(int entry) {
    return Math.rint((40 + 210.0 * entry / (COUNT - 1)) * 100) / 100;
  }

  /** Whole microseconds a quarter of an entry. */
  static int micros(int entry) {
    return (int) Math.round(MICROS_PER_MINUTE / bpm(entry));
  }

  /** The entry nearest to so many beats a minute. */
  static int nearestTo(double bpm) {
    return nearest((int) Math.round(MICROS_PER_MINUTE / bpm));
  }

  /** The entry nearest to so many microseconds a quarter, the slower one of two. */
  static int nearest(int microsPerQuarter) {
    int nearest = COUNT - 1;
    for (int i = COUNT - 2; i >= 0; i--) {
      if (distance(i, microsPerQuarter) <= distance(nearest, microsPerQuarter)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static double distance(int entry, int microsPerQuarter) {
    return Math.abs(MICROS_PER_MINUTE / bpm(entry) - microsPerQuarter);
  }
}
