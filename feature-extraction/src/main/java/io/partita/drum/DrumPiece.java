package io.partita.drum;

import java.util.List;

/**
 * What is between two changes of tempo or metre; a whole file where its notes tell the grid.
 *
 * @param startS from the file's start, seconds
 * @param endS start of the next piece, or end of the file's last note
 * @param qpm quarters per minute
 * @param numerator of the metre; 0 in free time
 * @param denominator of the metre
 * @param hits drum notes that begin in the piece and have a {@link DrumClass}
 * @param droppedHits drum notes of pitches that no class has
 * @param rolandHits drum notes of {@linkplain DrumMap#isRolandsOwn Roland's own pitches}
 * @param ambiguousHits drum notes to which {@linkplain DrumMap#isAmbiguous the maps} give different
 *     classes
 * @param stretches in order; none without common bars
 * @param played the hits as they were played; none without common bars
 */
public record DrumPiece(
    double startS,
    double endS,
    double qpm,
    int numerator,
    int denominator,
    int hits,
    int droppedHits,
    int rolandHits,
    int ambiguousHits,
    List<DrumStretch> stretches,
    PlayedHits played) {

  /** Keeps its own unmodifiable copy of the stretches. */
  public DrumPiece {
    stretches = List.copyOf(stretches);
  }

  /** Whether a bar has {@link DrumGrid#STEPS_PER_BAR} steps, as in 4/4, 2/2 and 8/8. */
  public boolean hasCommonBars() {
    return numerator == denominator;
  }
}
