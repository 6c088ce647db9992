package io.partita.lake.duplicates;

import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.SplittableRandom;

/**
 * A drummer by chance, as a file, and what people do to it.
 *
 * @param seed of the hits
 * @param jitter most ticks that a hit comes late; a quarter has 480
 * @param missing share of the hits that are left out, 0 to 1
 */
record Beats(long seed, int jitter, double missing) {
  private static final int STEPS = 512;
  private static final int TICKS = 120;
  private static final int KICK = 36;
  private static final int SNARE = 38;
  private static final int HAT = 42;
  private static final int TOM = 45;

  static Beats of(long seed) {
    return new Beats(seed, 0, 0);
  }

  byte[] bytes() {
    SplittableRandom drummer = new SplittableRandom(seed);
    SplittableRandom editor = new SplittableRandom(seed + 1);
    ScoreBuilder score = Score.builder(Division.ppq(480));
    for (int step = 0; step < STEPS; step++) {
      boolean[] hits = {
        drummer.nextInt(4) == 0,
        step % 8 == 4 || drummer.nextInt(9) == 0,
        step % 2 == 0 || drummer.nextInt(5) == 0,
        drummer.nextInt(12) == 0
      };
      int[] pitches = {KICK, SNARE, HAT, TOM};
      for (int i = 0; i < pitches.length; i++) {
        if (hits[i] && editor.nextDouble() >= missing) {
          long on = (long) step * TICKS + editor.nextInt(jitter + 1);
          score.note(0, 9, 0, pitches[i], 80, on, on + TICKS / 2);
        }
      }
    }
    return MidiWriter.write(score.build());
  }
}
