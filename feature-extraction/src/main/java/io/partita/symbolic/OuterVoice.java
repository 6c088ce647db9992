package io.partita.symbolic;

import io.partita.score.Note;
import java.util.Arrays;

/** {@link LineRule#TOP} and {@link LineRule#BASS}. */
final class OuterVoice extends NoteLine {
  private static final int PITCHES = 128;
  private static final int NONE = -1;

  private final boolean isTop;
  private final Pitches line = new Pitches();

  /** By pitch, the last offset tick of its notes so far. */
  private final long[] soundsUntil = new long[PITCHES];

  private long onset;

  /** The outermost of the notes that begin at the onset; the others are nearer to the middle. */
  private int outermost = NONE;

  OuterVoice(boolean isTop) {
    this.isTop = isTop;
    Arrays.fill(soundsUntil, Long.MIN_VALUE);
  }

  @Override
  public void add(int track, int channel, int pitch, long onsetTick, long offsetTick) {
    if (channel == Note.DRUM_CHANNEL) {
      return;
    }
    if (outermost != NONE && onsetTick != onset) {
      endOnset();
    }
    onset = onsetTick;
    soundsUntil[pitch] = Math.max(soundsUntil[pitch], offsetTick);
    if (outermost == NONE || (isTop ? pitch > outermost : pitch < outermost)) {
      outermost = pitch;
    }
  }

  @Override
  public int[] pitches() {
    if (outermost != NONE) {
      endOnset();
    }
    return line.toArray();
  }

  /** What sounds beyond the outermost note that begins here began before. */
  private void endOnset() {
    int step = isTop ? 1 : -1;
    boolean isCovered = false;
    for (int pitch = outermost + step; pitch >= 0 && pitch < PITCHES; pitch += step) {
      isCovered |= soundsUntil[pitch] > onset;
    }
    if (!isCovered) {
      line.add(outermost);
    }
    outermost = NONE;
  }
}
