package io.partita.drum;

import io.partita.Labelled;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The slices of one file.
 *
 * @param windows slices before those that a piece has more than once were left out
 * @param slices in the order of their first appearance, piece after piece
 * @param absence reason for there being no slices; empty where there are
 * @param detail a sentence on the absence for a person; empty where there are slices
 */
public record DrumSlices(
    int windows, List<DrumSlice> slices, Optional<Absence> absence, String detail) {

  /**
   * Why a file has no slices. Of the reasons that its pieces have, the one of the piece that came
   * closest to a slice; they are here in that order.
   */
  public enum Absence implements Labelled {
    /** Its division is in video frames, so there are no quarters to divide. */
    SMPTE_DIVISION,
    /** No note of any channel that has an end, and that at another tick than its onset. */
    NO_NOTES,
    /** No notes on channel 9. */
    NO_DRUMS,
    /** Drum notes, but all of pitches that no {@link DrumClass} has. */
    NO_DRUM_CLASS,
    /** Drums, but only where bars are not 4/4 or as long. */
    METRE,
    /** Drums in bars of the right length, but no stretch of them as long as a slice. */
    TOO_SHORT;
  }

  /** Keeps its own unmodifiable copy of the slices. */
  public DrumSlices {
    slices = List.copyOf(slices);
  }

  /**
   * @param padding of each stretch
   */
  static DrumSlices of(DrumGrid grid, int length, UnaryOperator<DrumStretch> padding) {
    List<DrumSlice> slices = new ArrayList<>();
    int windows = 0;
    for (int piece = 0; piece < grid.pieces().size(); piece++) {
      Set<IntBuffer> seen = new HashSet<>(); // an array has no equals; a buffer of it has
      for (DrumStretch played : grid.pieces().get(piece).stretches()) {
        DrumStretch stretch = padding.apply(played);
        int last = stretch.masks().length - length;
        for (int start = 0; start <= last; start += DrumGrid.STEPS_PER_BAR) {
          int[] steps = Arrays.copyOfRange(stretch.masks(), start, start + length);
          windows++;
          if (seen.add(IntBuffer.wrap(steps))) {
            slices.add(new DrumSlice(piece, stretch.startStep() + start, steps));
          }
        }
      }
    }
    return slices.isEmpty()
        ? absent(grid, length)
        : new DrumSlices(windows, slices, Optional.empty(), "");
  }

  private static DrumSlices absent(DrumGrid grid, int length) {
    NoDrumSlices none =
        NoDrumSlices.of(
            grid,
            length,
            grid.pieces().stream()
                .flatMap(piece -> piece.stretches().stream())
                .mapToLong(stretch -> stretch.masks().length));
    return new DrumSlices(0, List.of(), Optional.of(none.absence()), none.detail());
  }
}
