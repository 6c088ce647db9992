package io.partita.sample.compose;

import java.util.List;

/**
 * A stretch of a song's form.
 *
 * @param kind of section
 * @param pass number of times that this kind has come before, from 0
 * @param bars its bars in order, at least one
 */
public record Section(Kind kind, int pass, List<Bar> bars) {
  /** The parts of a song. Sections of one kind share their chords, groove and melody. */
  public enum Kind {
    INTRO("Intro", 0),
    VERSE("Verse", 1),
    CHORUS("Chorus", 2),
    BRIDGE("Bridge", 1),
    SOLO("Solo", 2),
    OUTRO("Outro", 1);

    public final String label;

    /** How full the band plays, 0 (a few) to 2 (everyone). */
    final int energy;

    Kind(String label, int energy) {
      this.label = label;
      this.energy = energy;
    }
  }

  public long onset() {
    return bars.get(0).onset();
  }

  Bar lastBar() {
    return bars.get(bars.size() - 1);
  }
}
