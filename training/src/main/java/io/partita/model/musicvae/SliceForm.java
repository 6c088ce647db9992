package io.partita.model.musicvae;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a slice is: its voices, how the encoder reads a step, and where slices lie in a lake. {@link
 * SliceForms} lists the forms; nothing else asks which one a model has.
 *
 * <p>A slice is an array of labels, voice after voice: that of voice v at a step stands at v ·
 * steps + step.
 */
public sealed interface SliceForm permits DrumForm, MelodyForm, TrioForm {
  /** What hyper-parameters call it, as {@code drums}. */
  String name();

  /** One of them in a sentence, as {@code drum slice}. */
  String title();

  /** At least one. */
  List<Voice> voices();

  /** Whole bars that slices are cut in. */
  List<Integer> bars();

  /** How many numbers the encoder reads of a step. */
  int inputs();

  /**
   * Writes what the encoder reads of a label.
   *
   * @param voice that the label is of
   * @param input of the step, [inputs] from a place on, all 0 before the first voice
   * @param first the place
   */
  void write(int voice, int label, float[] input, int first);

  /** The table of slices. */
  String table();

  /** The table of what became of each file. */
  String filesTable();

  /** The columns of labels, a voice each. */
  List<String> columns();

  /** The command that makes both tables. */
  String command();

  /** Whether a slice may be sung higher or lower. */
  default boolean isTransposable() {
    return false;
  }

  /** {@link #bars()} in a sentence, as {@code 2 or 4 bars}. */
  default String length() {
    return bars().stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " bars";
  }
}
