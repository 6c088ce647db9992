package io.partita.midi;

/**
 * Tells a file whose note ons and offs no longer belong together: reading went on after damage, but
 * a delta time was taken for data somewhere, or the other way round, and what follows is noise.
 */
final class OutOfStep {
  /** A few offs go astray in music that was edited by hand. */
  private static final int FEWEST = 8;

  /** Of all offs, those that met no open note. */
  private static final double ORPHAN_SHARE = 0.1;

  private OutOfStep() {}

  /**
   * Whether the notes of a file that was repaired are out of step.
   *
   * @param notes number of notes
   * @param unclosed notes that only the track's end closed
   * @param orphanOffs note offs that met no open note
   */
  static boolean isOutOfStep(int notes, int unclosed, int orphanOffs) {
    int closed = notes - unclosed;
    return orphanOffs >= FEWEST && orphanOffs > ORPHAN_SHARE * (closed + orphanOffs);
  }
}
