package io.partita.sample;

import java.util.List;

/**
 * A composed song: its plan, and a part for each member of the band. Times are pulses of 960 a
 * quarter note; an {@link Edition} turns it into a file.
 */
record Composition(SongPlan plan, String title, List<Part> parts) {
  /** Notes of all parts together. */
  int noteCount() {
    return parts.stream().mapToInt(part -> part.hits().size()).sum();
  }
}
