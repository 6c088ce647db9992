package io.partita.token.grammar;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which ids of a scheme may follow each other, and what they are to a language model. A sequence
 * that a {@link GrammarState} has let pass from {@link #begin} to {@link #end} decodes, and what is
 * decoded encodes to the same ids.
 */
public interface TokenGrammar extends Serializable {
  /** How many ids there are, those of the beginning and the end among them. */
  int size();

  /** The id before the first one of a piece. */
  int begin();

  /** The id behind the last one. */
  int end();

  /** What ids are about, by their numbers, in snake_case. */
  List<String> families();

  /** The number of an id's family. */
  int family(int id);

  /** Whether an id is once for each note. */
  boolean isNote(int id);

  /**
   * The ids that may be in a piece of a frame, wherever the grammar lets them pass.
   *
   * @throws IllegalArgumentException where the scheme has no words for the frame; the message says
   *     which there are
   */
  IntPredicate within(PieceFrame frame);

  /** Before the first id, at {@link #begin}. */
  GrammarState start();

  /**
   * A piece higher or lower, drums excepted, as far as its pitches have ids: what is left of the
   * semitones.
   *
   * @param ids changed in place; as many as before
   */
  void transpose(int[] ids, int semitones);

  /**
   * A piece whose tempos are so many times as fast, as far as there are ids for them.
   *
   * @param ids changed in place; as many as before
   */
  void scaleTempo(int[] ids, double factor);
}
