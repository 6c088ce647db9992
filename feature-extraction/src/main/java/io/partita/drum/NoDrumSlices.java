package io.partita.drum;

import io.partita.drum.DrumSlices.Absence;
import io.partita.grid.StepPiece;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Why a file has no slices.
 *
 * @param detail a sentence for a person
 */
record NoDrumSlices(Absence absence, String detail) {
  /**
   * @param length of a slice, steps
   * @param stretches lengths of what slices are cut from, steps
   */
  static NoDrumSlices of(DrumGrid grid, int length, LongStream stretches) {
    if (grid.division().isSmpte()) {
      return new NoDrumSlices(
          Absence.SMPTE_DIVISION, "Its ticks divide video frames, not quarter notes");
    }
    List<DrumPiece> pieces = grid.pieces();
    if (pieces.isEmpty()) {
      return new NoDrumSlices(Absence.NO_NOTES, "It has no note with a length");
    }
    if (!has(pieces, piece -> piece.hits() + piece.droppedHits() > 0)) {
      return new NoDrumSlices(Absence.NO_DRUMS, "It has no notes on channel 9");
    }
    if (!has(pieces, piece -> piece.hits() > 0)) {
      return new NoDrumSlices(
          Absence.NO_DRUM_CLASS,
          "No drum class has the pitches of its " + grid.droppedHits() + " drum notes");
    }
    String otherMetres = otherMetres(pieces);
    if (!has(pieces, piece -> !piece.stretches().isEmpty())) {
      return new NoDrumSlices(Absence.METRE, "Its drums are in " + otherMetres);
    }
    return new NoDrumSlices(
        Absence.TOO_SHORT,
        "Its longest stretch of drums has "
            + stretches.max().orElseThrow()
            + " steps, a slice "
            + length
            + (pieces.size() > 1 ? "; changes of tempo or metre make " + pieces.size() : "")
            + (pieces.size() > 1 ? " pieces" : "")
            + (otherMetres.isEmpty() ? "" : ", some in " + otherMetres));
  }

  private static boolean has(List<DrumPiece> pieces, Predicate<DrumPiece> what) {
    return pieces.stream().anyMatch(what);
  }

  /** The metres in which drums are left out. */
  private static String otherMetres(List<DrumPiece> pieces) {
    return StepPiece.list(
        pieces.stream()
            .filter(piece -> piece.hits() > 0 && !piece.hasCommonBars())
            .map(piece -> StepPiece.metre(piece.numerator(), piece.denominator())));
  }
}
