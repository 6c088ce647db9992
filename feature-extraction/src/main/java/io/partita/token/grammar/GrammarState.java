package io.partita.token.grammar;

/** A place in a piece: what has come, and what may. At every place something may come. */
public interface GrammarState {
  /**
   * Whether an id may come next.
   *
   * @param id any of the scheme
   */
  boolean mayCome(int id);

  /** Goes on by an id that may come, but for the end. */
  void take(int id);

  /** Whether a note, or its end, has just been said, so that the piece may be cut here. */
  boolean isWhole();

  /** What ends all notes that sound, from the last whole place to before the end. */
  int[] closing();

  /** Quarter notes from the beginning of the piece to here. */
  double quarters();

  /** Bars that have ended; of schemes without bars those of four quarter notes. */
  double bars();

  /** Seconds to here, by the tempos that have come. */
  double seconds();
}
