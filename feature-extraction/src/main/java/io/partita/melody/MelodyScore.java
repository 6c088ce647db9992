package io.partita.melody;

import io.partita.drum.DrumClass;
import io.partita.grid.StepGrid;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;

/**
 * Slices as music, as MusicVAE plays them: 120 quarters a minute in 4/4, notes of velocity 80. Each
 * track is as long as its slice, whatever silence ends it.
 */
public final class MelodyScore {
  private static final int TICKS_PER_QUARTER = 480;
  private static final int TICKS_PER_STEP = TICKS_PER_QUARTER / StepGrid.STEPS_PER_QUARTER;
  private static final int MICROS_PER_QUARTER = 500_000; // 120 quarters a minute
  private static final int VELOCITY = 80;
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
    ScoreBuilder score = empty();
    melody(score, 0, PIANO, labels);
    return score.build();
  }

  /**
   * A trio: the melody on a piano as track 0, a bass as track 1, and drums as track 2, each hit one
   * step long on the pitch of its class.
   *
   * @param melody [step] labels
   * @param bass [step] labels
   * @param drums [step] masks as of {@link DrumClass}
   */
  public static Score ofTrio(int[] melody, int[] bass, int[] drums) {
    ScoreBuilder score = empty();
    melody(score, 0, PIANO, melody);
    melody(score, 1, FINGERED_BASS, bass);
    drums(score, 2, drums);
    return score.build();
  }

  private static ScoreBuilder empty() {
    return Score.builder(Division.ppq(TICKS_PER_QUARTER))
        .tempo(0, MICROS_PER_QUARTER)
        .timeSignature(0, 4, 4);
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
      score.note(track, track, program, pitch, VELOCITY, (long) onset * TICKS_PER_STEP, offTick);
    }
  }

  private static void drums(ScoreBuilder score, int track, int[] masks) {
    for (int step = 0; step < masks.length; step++) {
      if (masks[step] < 0 || masks[step] >= DrumClass.MASKS) {
        throw new IllegalArgumentException(
            "A step must be 0 to " + (DrumClass.MASKS - 1) + ", but is " + masks[step]);
      }
      for (DrumClass drum : DrumClass.values()) {
        if (drum.isIn(masks[step])) {
          long onTick = (long) step * TICKS_PER_STEP;
          long offTick = onTick + TICKS_PER_STEP;
          score.note(track, Note.DRUM_CHANNEL, 0, drum.pitch(), VELOCITY, onTick, offTick);
        }
      }
    }
    score.endTick(track, (long) masks.length * TICKS_PER_STEP);
  }
}
