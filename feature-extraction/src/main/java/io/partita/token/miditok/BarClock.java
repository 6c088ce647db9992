package io.partita.token.miditok;

/** Time by bars, each with its metre, and positions of an eighth of a beat in them. */
final class BarClock implements Clock {
  private static final int POSITIONS = 96;

  private final int ticksPerQuarter;
  private final Ids ids;
  private final int barId;
  private final int firstPosition;
  private final int firstMetre;
  private int metre;
  private int barTicks;
  private int positionTicks;
  private int bar = -1;
  private int barOfMetre;
  private int tickOfMetre;
  private int tickOfBar;
  private int previous = -1;

  /**
   * @param metre that the file begins with
   */
  BarClock(int metre, int ticksPerQuarter, Vocabulary vocabulary, Ids ids) {
    this.ticksPerQuarter = ticksPerQuarter;
    this.ids = ids;
    this.barId = vocabulary.first(TokenType.BAR);
    this.firstPosition = vocabulary.first(TokenType.POSITION);
    this.firstMetre = vocabulary.first(TokenType.TIME_SIGNATURE);
    take(metre);
  }

  @Override
  public boolean advance(int tick, boolean isMetre) {
    if (tick == previous) {
      return true;
    }
    int bars = barOfMetre + (tick - tickOfMetre) / barTicks - bar;
    for (int i = 0; i < bars; i++) {
      bar++;
      ids.add(barId);
      if (i + 1 < bars || !isMetre) {
        ids.add(firstMetre + metre);
      }
    }
    if (bars > 0) {
      tickOfBar = tickOfMetre + (bar - barOfMetre) * barTicks;
    }
    previous = tick;
    if (isMetre) {
      return true;
    }
    int position = (tick - tickOfBar) / positionTicks;
    ids.add(firstPosition + position);
    return position < POSITIONS;
  }

  /** The tick counts as another one from then on: a position follows. */
  @Override
  public void metre(int tick, int entry) {
    barOfMetre += (tick - tickOfMetre) / barTicks;
    tickOfMetre = tick;
    take(entry);
    previous--;
    ids.add(firstMetre + entry);
  }

  private void take(int entry) {
    metre = entry;
    barTicks = Metres.bar(entry, ticksPerQuarter);
    positionTicks = Metres.beat(entry, ticksPerQuarter) / Lengths.EIGHTHS;
  }
}
