package io.partita.symbolic;

import io.partita.score.KeySignature;

/**
 * The key that notes seem to be in.
 *
 * @param tonic its pitch class, 0 to 11, 0 = C
 * @param minor whether it is minor
 * @param correlation of the notes with the key's profile, -1 to 1
 * @param margin by which that exceeds the correlation of the second best key, 0 or more
 */
public record FoundKey(int tonic, boolean minor, double correlation, double margin) {
  /** In the words of key signatures with five flats to six sharps, as {@code Bb minor}. */
  public String text() {
    int relativeMajor = minor ? tonic + 3 : tonic;
    int sharps = Math.floorMod(relativeMajor * 7 + 5, 12) - 5;
    return new KeySignature(0, 0, sharps, minor).text();
  }
}
