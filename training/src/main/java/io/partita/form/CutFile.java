package io.partita.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A MIDI file cut into slices of one length.
 *
 * @param slices in the order in which they are played, instrument after instrument
 * @param counts what was counted in the file, by the columns of {@link Form#files}, but for the
 *     slices
 * @param absence why there is no slice, as the table has it; empty where there are slices
 * @param whyNone a sentence, without a stop, for a person; empty where there are slices
 * @param <E> an example
 */
public record CutFile<E>(
    List<Slice<E>> slices, Map<String, Integer> counts, Optional<String> absence, String whyNone) {
  /**
   * A slice, and where it is in the file.
   *
   * @param piece index of its piece in the file, from 0
   * @param instruments that play its voices, as the form names them; none for drums alone
   * @param start where it begins in its piece, in the form's own unit
   * @param example as {@link Form} says
   * @param more columns of the table that are no part of the example, or more exact
   */
  public record Slice<E>(
      int piece, List<Integer> instruments, long start, E example, Map<String, Object> more) {
    public Slice {
      instruments = List.copyOf(instruments);
    }

    public Slice(int piece, List<Integer> instruments, long start, E example) {
      this(piece, instruments, start, example, Map.of());
    }
  }

  public CutFile {
    slices = List.copyOf(slices);
  }
}
