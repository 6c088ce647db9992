package io.partita.drum;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The slices of one file as they were played, cut as the published GrooVAE data are: from every bar
 * of whole pieces, if it has a hit.
 *
 * @param windows slices before those whose hits a piece has more than once were left out
 * @param slices in their order, piece after piece
 * @param absence reason for having no slices; empty with slices
 * @param detail a sentence on the absence for a person; empty with slices
 */
public record PerformanceSlices(
    int windows,
    List<PerformanceSlice> slices,
    Optional<DrumSlices.Absence> absence,
    String detail) {
  /** Keeps its own unmodifiable copy of the slices. */
  public PerformanceSlices {
    slices = List.copyOf(slices);
  }

  static PerformanceSlices of(DrumGrid grid, int length, boolean uniqueHits) {
    Windows windows = new Windows(length, uniqueHits);
    for (int piece = 0; piece < grid.pieces().size(); piece++) {
      windows.cut(piece, grid.pieces().get(piece));
    }
    if (!windows.slices.isEmpty()) {
      return new PerformanceSlices(windows.count, windows.slices, Optional.empty(), "");
    }
    NoDrumSlices none =
        NoDrumSlices.of(
            grid, length, grid.pieces().stream().mapToLong(piece -> piece.played().length()));
    return new PerformanceSlices(0, List.of(), Optional.of(none.absence()), none.detail());
  }

  private static final class Windows {
    private final int length;
    private final boolean uniqueHits;
    private final List<PerformanceSlice> slices = new ArrayList<>();
    private int count;

    Windows(int length, boolean uniqueHits) {
      this.length = length;
      this.uniqueHits = uniqueHits;
    }

    /** Goes from hit to hit, so that a rest of hours costs nothing. */
    void cut(int piece, DrumPiece drums) {
      PlayedHits played = drums.played();
      Set<IntBuffer> seen = new HashSet<>();
      int bars = length / DrumGrid.STEPS_PER_BAR;
      long last = played.length() / DrumGrid.STEPS_PER_BAR - bars;
      long next = 0;
      for (int hit = 0; hit < played.size(); hit++) {
        long end = Math.min(played.bar(hit), last);
        for (long bar = Math.max(next, played.bar(hit) - bars + 1); bar <= end; bar++) {
          long startStep = bar * DrumGrid.STEPS_PER_BAR;
          DrumPerformance slice = played.slice(startStep, length);
          count++;
          if (!uniqueHits || seen.add(IntBuffer.wrap(slice.masks()))) {
            slices.add(new PerformanceSlice(piece, drums.qpm(), startStep, slice));
          }
        }
        next = Math.max(next, end + 1);
      }
    }
  }
}
