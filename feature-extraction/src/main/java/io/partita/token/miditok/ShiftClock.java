package io.partita.token.miditok;

/** Time by shifts from one event to the next, the longest first. */
final class ShiftClock implements Clock {
  private final int firstShift;
  private final Ids ids;
  private int now;

  ShiftClock(Vocabulary vocabulary, Ids ids) {
    this.firstShift = vocabulary.first(TokenType.TIME_SHIFT);
    this.ids = ids;
  }

  @Override
  public boolean advance(int tick, boolean isMetre) {
    int gap = tick - now;
    while (gap > 0) {
      int shift = Lengths.floor(gap);
      ids.add(firstShift + shift);
      gap -= Lengths.eighths(shift);
    }
    now = tick;
    return true;
  }

  @Override
  public void metre(int tick, int entry) {
    throw new UnsupportedOperationException("Shifts know no metre");
  }
}
