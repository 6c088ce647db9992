package io.partita.form;

import java.util.List;

/**
 * A MIDI file cut into slices of one length.
 *
 * @param slices in the order in which they are played, instrument after instrument
 * @param dropped notes that no slice can have
 * @param whyNone a sentence, without a stop, for a person; empty where there are slices
 */
public record CutFile(List<Slice> slices, int dropped, String whyNone) {
  /**
   * A slice, and where it is in the file.
   *
   * @param piece index of its piece in the file, from 0
   * @param instruments that play its voices, as the form names them; none for drums alone
   * @param start where it begins in its piece, in the form's own unit
   * @param labels voice after voice, as {@link SliceForm} says
   */
  @SuppressWarnings("ArrayRecordComponent") // slices are compared by their hashes
  public record Slice(int piece, List<Integer> instruments, long start, int[] labels) {
    public Slice {
      instruments = List.copyOf(instruments);
    }
  }

  public CutFile {
    slices = List.copyOf(slices);
  }
}
