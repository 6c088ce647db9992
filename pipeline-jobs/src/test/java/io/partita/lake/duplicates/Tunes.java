package io.partita.lake.duplicates;

import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.SplittableRandom;

/**
 * A tune by chance over a bass, as a file, and what people do to it.
 *
 * @param seed of its notes
 * @param notes of the tune
 * @param first note that is played
 * @param shift semitones
 * @param jitter most ticks that a note comes late; a quarter has 480
 */
public record Tunes(long seed, int notes, int first, int shift, int jitter) {
  private static final int PPQ = 480;

  public static Tunes of(long seed) {
    return new Tunes(seed, 160, 0, 0, 0);
  }

  public Tunes from(int from, int to) {
    return new Tunes(seed, to, from, shift, jitter);
  }

  public Tunes transposed(int semitones) {
    return new Tunes(seed, notes, first, semitones, jitter);
  }

  public Tunes jittered(int ticks) {
    return new Tunes(seed, notes, first, shift, ticks);
  }

  public byte[] bytes() {
    SplittableRandom tune = new SplittableRandom(seed);
    SplittableRandom lateness = new SplittableRandom(seed + 1);
    ScoreBuilder score = Score.builder(Division.ppq(PPQ));
    long at = 0;
    int pitch = 72;
    for (int i = 0; i < notes; i++) {
      pitch = Math.max(60, Math.min(96, pitch + tune.nextInt(11) - 5));
      int length = PPQ / (1 + tune.nextInt(3));
      int bass = 36 + tune.nextInt(12);
      if (i >= first) {
        long on = at + lateness.nextInt(jitter + 1);
        score.note(0, 0, 0, pitch + shift, 80, on, on + length);
        if (i % 2 == 0) {
          score.note(1, 1, 32, bass + shift, 70, on, on + length);
        }
        at += length;
      }
    }
    return MidiWriter.write(score.build());
  }
}
