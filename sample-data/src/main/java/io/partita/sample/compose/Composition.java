package io.partita.sample.compose;

import io.partita.sample.Edition;
import java.util.List;

/**
 * A composed song: its plan, and a part for each member of the band. Times are pulses of 960 a
 * quarter note; an {@link Edition} turns it into a file.
 */
public record Composition(SongPlan plan, String title, List<BandPart> parts) {
  /** Notes of all parts together. */
  public int noteCount() {
    return parts.stream().mapToInt(part -> part.hits().size()).sum();
  }
}
