package io.partita.melody;

import io.partita.grid.SliceHash;

/**
 * Some bars of a melody.
 *
 * @param piece index of its piece in the file, from 0
 * @param instrument that plays it, in the order in which the file's instruments first end a note
 * @param startStep first step from the piece's start, the beginning of a bar
 * @param labels [step] see {@link MelodyLabel}
 */
@SuppressWarnings("ArrayRecordComponent") // slices are compared by their hashes
public record MelodySlice(int piece, int instrument, long startStep, int[] labels) {
  /** {@link SliceHash} of the labels. */
  public String hash() {
    return SliceHash.of(labels);
  }
}
