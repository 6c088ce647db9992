package io.partita.melody;

import io.partita.drum.DrumLoop;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;

/**
 * Slices as music, as MusicVAE plays them: 120 quarters a minute in 4/4, notes of velocity 80. Each
 * track is as long as its slice, whatever silence ends it.
 */
public final class MelodyScore {
  private static final int TICKS_PER_STEP = DrumLoop.TICKS_PER_STEP;
  private static final int PIANO = 0;
  private static final int FINGERED_BASS = 33;

  private MelodyScore() {}

  /**
   * A melody, on a piano. A pitch sounds up to the next one, to an off or to the end; an off where
   * nothing sounds is nothing.
   *
   * @param labels [step] of any length, see {@link MelodyLabel}
   */
  public static Score of(int[] labels) {
    ScoreBuilder score = DrumLoop.builder();
    melody(score, 0, PIANO, labels);
    return score.build();
  }

  /**
   * A trio: the melody on a piano as track 0, a bass as track 1, and drums as track 2, each hit one
   * step long on the pitch of its class.
   *
   * @param melody [step] labels
   * @param bass [step] labels
   * @param drums [step] masks as of {@link io.partita.drum.DrumClass}
   */
  public static Score ofTrio(int[] melody, int[] bass, int[] drums) {
    ScoreBuilder score = DrumLoop.builder();
    melody(score, 0, PIANO, melody);
    melody(score, 1, FINGERED_BASS, bass);
    DrumLoop.add(score, 2, drums);
    return score.build();
  }

  /** On the channel of the track's own number. */
  private static void melody(ScoreBuilder score, int track, int program, int[] labels) {
    int onset = -1;
    for (int step = 0; step < labels.length; step++) {
      MelodyLabel.require(labels[step]);
      if (labels[step] != MelodyLabel.NO_EVENT) {
        note(score, track, program, labels, onset, step);
        onset = MelodyLabel.isPitch(labels[step]) ? step : -1;
      }
    }
    note(score, track, program, labels, onset, labels.length);
    score.endTick(track, (long) labels.length * TICKS_PER_STEP);
  }

  private static void note(
      ScoreBuilder score, int track, int program, int[] labels, int onset, int end) {
    if (onset >= 0) {
      int pitch = MelodyLabel.pitch(labels[onset]);
      long offTick = (long) end * TICKS_PER_STEP;
      score.note(
          track, track, program, pitch, DrumLoop.VELOCITY, (long) onset * TICKS_PER_STEP, offTick);
    }
  }
}
