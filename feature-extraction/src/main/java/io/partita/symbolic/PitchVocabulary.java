package io.partita.symbolic;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Pitches as classes of a model: each pitch that was seen in training is the class of its position,
 * and one more class stands for all others.
 *
 * @param pitches distinct, ascending, 0 to 127; at least one
 */
public record PitchVocabulary(List<Integer> pitches) implements Serializable {
  private static final int MAX_PITCH = 127;

  /** Checks the order and keeps its own unmodifiable copy. */
  public PitchVocabulary {
    pitches = List.copyOf(pitches);
    if (pitches.isEmpty()) {
      throw new IllegalArgumentException("A vocabulary needs at least one pitch");
    }
    int before = -1;
    for (int pitch : pitches) {
      if (pitch <= before || pitch > MAX_PITCH) {
        throw new IllegalArgumentException(
            "Pitches must be distinct, ascending and 0 to 127, but are " + pitches);
      }
      before = pitch;
    }
  }

  /** The pitches of some lines; at least one of them has a note. */
  public static PitchVocabulary of(Iterable<int[]> lines) {
    BitSet seen = new BitSet();
    for (int[] line : lines) {
      for (int pitch : line) {
        seen.set(pitch);
      }
    }
    return new PitchVocabulary(seen.stream().boxed().toList());
  }

  /** How many classes there are, the unknown one among them. */
  public int size() {
    return pitches.size() + 1;
  }

  /** The class of every pitch that is not in the vocabulary: the last. */
  public int unknownClass() {
    return pitches.size();
  }

  /** The classes of a line's pitches, 0 to {@link #unknownClass}. */
  public int[] encode(int[] line) {
    int[] classes = new int[line.length];
    for (int i = 0; i < line.length; i++) {
      int found = Collections.binarySearch(pitches, line[i]);
      classes[i] = found < 0 ? unknownClass() : found;
    }
    return classes;
  }

  /**
   * The pitch of a class.
   *
   * @throws IllegalArgumentException for the unknown class, which is no pitch, and beyond it
   */
  public int decode(int pitchClass) {
    if (pitchClass < 0 || pitchClass >= unknownClass()) {
      throw new IllegalArgumentException(
          "Classes of pitches are 0 to " + (unknownClass() - 1) + ", but this is " + pitchClass);
    }
    return pitches.get(pitchClass);
  }
}
