package io.partita.melody;

import io.partita.grid.SliceHash;
import io.partita.grid.StepGrid;
import java.util.Arrays;

/**
 * Sixteen bars of a melody, a bass and drums.
 *
 * @param piece index of its piece in the file, from 0
 * @param startBar first bar, from the piece's start
 */
public record TrioSlice(int piece, Part melody, Part bass, Part drums, int startBar) {
  /** Length of each slice, bars. */
  public static final int BARS = 16;

  /** Length of each slice, steps. */
  public static final int STEPS = BARS * StepGrid.STEPS_PER_BAR;

  /**
   * What an instrument plays in a whole piece.
   *
   * @param instrument in the order in which the file's instruments first end a note
   * @param steps [step] labels as of {@link MelodyLabel}; of drums masks as of {@link
   *     io.partita.drum.DrumClass}
   */
  @SuppressWarnings("ArrayRecordComponent") // slices are compared by their hashes
  public record Part(int instrument, int[] steps) {}

  /** [256] the melody's labels. */
  public int[] melodyLabels() {
    return own(melody);
  }

  /** [256] the bass's labels. */
  public int[] bassLabels() {
    return own(bass);
  }

  /** [256] the drums' masks. */
  public int[] drumMasks() {
    return own(drums);
  }

  /** {@link SliceHash} of melody, bass and drums. */
  public String hash() {
    return SliceHash.of(melodyLabels(), bassLabels(), drumMasks());
  }

  private int[] own(Part part) {
    int start = startBar * StepGrid.STEPS_PER_BAR;
    return Arrays.copyOfRange(part.steps(), start, start + STEPS);
  }
}
