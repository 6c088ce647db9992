package io.partita.drum;

import io.partita.grid.StepPiece;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
  public enum Absence {
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

    /** In lower case, as the lake has it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
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
    if (grid.division().isSmpte()) {
      return absent(Absence.SMPTE_DIVISION, "Its ticks divide video frames, not quarter notes");
    }
    List<DrumPiece> pieces = grid.pieces();
    if (pieces.isEmpty()) {
      return absent(Absence.NO_NOTES, "It has no note with a length");
    }
    if (!has(pieces, piece -> piece.hits() + piece.droppedHits() > 0)) {
      return absent(Absence.NO_DRUMS, "It has no notes on channel 9");
    }
    if (!has(pieces, piece -> piece.hits() > 0)) {
      return absent(
          Absence.NO_DRUM_CLASS,
          "No drum class has the pitches of its " + grid.droppedHits() + " drum notes");
    }
    String otherMetres = otherMetres(pieces);
    if (!has(pieces, piece -> !piece.stretches().isEmpty())) {
      return absent(Absence.METRE, "Its drums are in " + otherMetres);
    }
    int longest =
        pieces.stream()
            .flatMap(piece -> piece.stretches().stream())
            .mapToInt(stretch -> stretch.masks().length)
            .max()
            .orElseThrow();
    return absent(
        Absence.TOO_SHORT,
        "Its longest stretch of drums has "
            + longest
            + " steps, a slice "
            + length
            + (pieces.size() > 1 ? "; changes of tempo or metre make " + pieces.size() : "")
            + (pieces.size() > 1 ? " pieces" : "")
            + (otherMetres.isEmpty() ? "" : ", some in " + otherMetres));
  }

  private static DrumSlices absent(Absence absence, String detail) {
    return new DrumSlices(0, List.of(), Optional.of(absence), detail);
  }

  private static boolean has(List<DrumPiece> pieces, Predicate<DrumPiece> what) {
    return pieces.stream().anyMatch(what);
  }

  /** The metres in which drums are left out. */
  private static String otherMetres(List<DrumPiece> pieces) {
    return StepPiece.list(
        pieces.stream()
            .filter(piece -> piece.hits() > 0 && !piece.hasCommonBars())
            .map(piece -> piece.numerator() + "/" + piece.denominator()));
  }
}
