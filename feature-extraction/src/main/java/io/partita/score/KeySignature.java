package io.partita.score;

/**
 * A key from a tick on.
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param sharps 1 to 7 sharps, 0 for none, -1 to -7 flats
 * @param minor whether the key is minor
 */
public record KeySignature(long tick, int track, int sharps, boolean minor) {
  private static final String[] FIFTHS = {
    "Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#",
    "A#"
  };

  /** As {@code C major} or {@code F# minor}. */
  public String text() {
    return minor ? FIFTHS[sharps + 10] + " minor" : FIFTHS[sharps + 7] + " major";
  }
}
