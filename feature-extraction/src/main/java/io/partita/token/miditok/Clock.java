package io.partita.token.miditok;

/** Says by tokens when the next event is. */
interface Clock {
  /**
   * Writes what leads to a tick, not before that of the call before.
   *
   * @param isMetre whether the event is a metre
   * @return false if no token says that time
   */
  boolean advance(int tick, boolean isMetre);

  /** Writes a metre, which holds from now on. */
  void metre(int tick, int entry);
}
