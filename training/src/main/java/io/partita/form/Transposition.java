package io.partita.form;

import io.partita.melody.MelodyLabel;
import java.util.SplittableRandom;

/**
 * Slices sung higher or lower, so that a network hears what it learns in other keys. Upstream, the
 * MusicVAE of Roberts et al. shifts a whole file before it is sliced; here each slice of a batch is
 * shifted by itself, by the batch's seed, which is the same for any number of workers.
 *
 * <p>A pitch that leaves the 88 is dropped: its start becomes the end of the note before it where
 * one sounds, else nothing, and its own end nothing.
 */
public final class Transposition {
  private Transposition() {}

  /** A slice shifted by a uniform number of semitones, -most to most. */
  public static int[] drawn(int[] slice, int most, SplittableRandom random) {
    return shifted(slice, random.nextInt(-most, most + 1));
  }

  /**
   * A slice shifted by so many semitones.
   *
   * @param slice labels of one voice that sings one note at a time
   */
  public static int[] shifted(int[] slice, int semitones) {
    if (semitones == 0) {
      return slice;
    }
    int[] shifted = new int[slice.length];
    boolean sounds = false;
    boolean isDropped = false;
    for (int step = 0; step < slice.length; step++) {
      int label = slice[step];
      if (MelodyLabel.isPitch(label)) {
        int higher = label + semitones;
        isDropped = !MelodyLabel.isPitch(higher) || higher >= MelodyLabel.COUNT;
        shifted[step] = !isDropped ? higher : sounds ? MelodyLabel.NOTE_OFF : MelodyLabel.NO_EVENT;
        sounds = !isDropped;
      } else if (label == MelodyLabel.NOTE_OFF) {
        shifted[step] = isDropped ? MelodyLabel.NO_EVENT : MelodyLabel.NOTE_OFF;
        sounds = false;
        isDropped = false;
      }
    }
    return shifted;
  }
}
