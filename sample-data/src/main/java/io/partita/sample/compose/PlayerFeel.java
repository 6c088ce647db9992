package io.partita.sample.compose;

/** A player's hands: where a step of the bar really falls, and how hard. */
final class PlayerFeel {
  private static final int QUIETEST = 12;

  private final SongPlan plan;
  private final Dice dice;
  private final double jitter;
  private final double swing8;
  private final double swing16;
  private final double level;
  private double dynamic = 1;

  /**
   * @param level the player's loudness, 1 for full
   */
  PlayerFeel(SongPlan plan, Dice dice, double level) {
    this.plan = plan;
    this.dice = dice;
    this.level = level;
    Style style = plan.style();
    jitter = plan.quantised() ? 0 : style.loosenessMs * plan.pulsesPerMs();
    swing8 = style.swing8;
    swing16 = style.swing16;
  }

  /** Plays on as a section wants it: softer in an intro or a verse than in a chorus. */
  void enter(Section section) {
    dynamic = 0.88 + 0.06 * section.kind().energy;
  }

  /** The pulse at which a step is played: swung, and as early or late as hands are. */
  long at(Bar bar, int step) {
    long pulse = grid(bar, step);
    return jitter == 0 ? pulse : Math.max(0, pulse + Math.round(jitter * dice.bell()));
  }

  /** The pulse of a step, swung but exact. */
  long grid(Bar bar, int step) {
    int beat = step / 4;
    double quarters = beat;
    switch (step % 4) {
      case 1 -> quarters += 0.25 * (1 + swing8 + swing16);
      case 2 -> quarters += 0.5 * (1 + swing8);
      case 3 -> quarters += 0.25 * (3 + swing8 + swing16);
      default -> {}
    }
    return bar.onset() + Math.round(quarters * Bar.PULSES_PER_QUARTER);
  }

  /** Pulses in so many milliseconds; none in a quantised song. */
  long pulses(double ms) {
    return plan.quantised() ? 0 : Math.round(ms * plan.pulsesPerMs());
  }

  /** Velocity 1–127 of a pattern's character: {@code o} soft, {@code X} accented, else normal. */
  int velocity(char mark) {
    int target = mark == 'X' ? 112 : mark == 'o' || mark == 'r' ? 58 : 92;
    double spread = plan.quantised() ? 2 : 6;
    return (int)
        Math.max(
            QUIETEST, Math.min(127, Math.round(target * level * dynamic + spread * dice.bell())));
  }
}
