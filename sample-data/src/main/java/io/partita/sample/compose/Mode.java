package io.partita.sample.compose;

/** A scale of seven degrees, with the key signature that a copyist would write for it. */
public enum Mode {
  MAJOR(false, 0, 2, 4, 5, 7, 9, 11),
  MINOR(true, 0, 2, 3, 5, 7, 8, 10),
  DORIAN(true, 0, 2, 3, 5, 7, 9, 10),
  MIXOLYDIAN(false, 0, 2, 4, 5, 7, 9, 10);

  private final boolean minor;

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final int[] scale;

  Mode(boolean minor, int... scale) {
    this.minor = minor;
    this.scale = scale;
  }

  /** Whether its third is minor: the mode bit of a MIDI key signature, and the dataset's mode 0. */
  public boolean isMinor() {
    return minor;
  }

  /** Semitones from the tonic to a scale step; steps below 0 and above 6 go on in their octaves. */
  int semitones(int step) {
    return 12 * Math.floorDiv(step, 7) + scale[Math.floorMod(step, 7)];
  }

  /** The highest scale step that is not above so many semitones over the tonic. */
  int stepAtOrBelow(int semitones) {
    int step = 7 * Math.floorDiv(semitones, 12) + 6;
    while (semitones(step) > semitones) {
      step--;
    }
    return step;
  }

  /** Sharps (positive) or flats (negative) of the key signature on a tonic 0–11, within −6 … 6. */
  public int sharps(int tonic) {
    int major = minor ? tonic + 3 : tonic;
    int fifths = Math.floorMod(major * 7, 12);
    return fifths > 6 ? fifths - 12 : fifths;
  }
}
