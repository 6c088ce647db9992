package io.partita.model.slices;

import io.partita.grid.SliceHash;
import java.util.List;

/**
 * A slice of a MIDI file, and where it is there.
 *
 * @param piece index of its piece in the file, from 0
 * @param instruments that play its voices, as the form names them; none for drums alone
 * @param start where it begins in its piece, in the form's own unit
 * @param labels voice after voice, as {@link SliceForm} says
 */
@SuppressWarnings("ArrayRecordComponent") // slices are compared by their hashes
public record CutSlice(int piece, List<Integer> instruments, long start, int[] labels) {
  public CutSlice {
    instruments = List.copyOf(instruments);
  }

  /** The hash that tables have of it. */
  public String hash() {
    return SliceHash.of(labels);
  }
}
