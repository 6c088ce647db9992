package io.partita.symbolic;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Pitches as classes of a model, and what a line of pitches is as a sequence of classes.
 *
 * @param rule which classes there are
 * @param pitches by their class from 0 on: distinct, ascending, 0 to 127; at least one
 */
public record PitchVocabulary(Rule rule, List<Integer> pitches) implements Serializable {
  private static final int MAX_PITCH = 127;

  /** Every pitch there is. */
  private static final List<Integer> ALL_PITCHES =
      IntStream.rangeClosed(0, MAX_PITCH).boxed().toList();

  /** Where there is no such class. */
  private static final int NONE = -1;

  /** Which classes a vocabulary has. */
  public enum Rule {
    /**
     * All 128 pitches, then the end of a line (EOS) and what is before its first note (BOS): 130
     * classes. No note is unknown; BOS is never predicted.
     */
    ALL("all"),

    /** The pitches seen in training, then one class for all others: as earlier versions had it. */
    SEEN("seen");

    private final String label;

    Rule(String label) {
      this.label = label;
    }

    /** As on the command line and in a model's card. */
    @Override
    public String toString() {
      return label;
    }
  }

  /** Checks the order and keeps its own unmodifiable copy. */
  public PitchVocabulary {
    Objects.requireNonNull(rule, "rule");
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
    if (rule == Rule.ALL && !pitches.equals(ALL_PITCHES)) {
      throw new IllegalArgumentException("A vocabulary of all pitches has but " + pitches);
    }
  }

  /** A vocabulary of {@link Rule#SEEN}. */
  public PitchVocabulary(List<Integer> pitches) {
    this(Rule.SEEN, pitches);
  }

  /** The vocabulary of {@link Rule#ALL}. */
  public static PitchVocabulary all() {
    return new PitchVocabulary(Rule.ALL, ALL_PITCHES);
  }

  /** The pitches of some lines, by {@link Rule#SEEN}; at least one of them has a note. */
  public static PitchVocabulary of(Iterable<int[]> lines) {
    BitSet seen = new BitSet();
    for (int[] line : lines) {
      for (int pitch : line) {
        seen.set(pitch);
      }
    }
    return new PitchVocabulary(seen.stream().boxed().toList());
  }

  /** How many classes there are, those that are no pitch among them. */
  public int size() {
    return pitches.size() + (hasEnds() ? 2 : 1);
  }

  /**
   * How many classes may come next: all but that before the first note, which is the last one where
   * there is one.
   */
  public int predictedSize() {
    return hasEnds() ? startClass() : size();
  }

  /** Whether lines have a beginning and an end, which are classes, too. */
  public boolean hasEnds() {
    return rule == Rule.ALL;
  }

  /** EOS, the class after the last note of a line; −1 without {@link #hasEnds}. */
  public int endClass() {
    return hasEnds() ? pitches.size() : NONE;
  }

  /** BOS, the class before the first note of a line; −1 without {@link #hasEnds}. */
  public int startClass() {
    return hasEnds() ? pitches.size() + 1 : NONE;
  }

  /**
   * The class of every pitch that is not in the vocabulary; −1 with {@link #hasEnds}, if absent.
   */
  public int unknownClass() {
    return hasEnds() ? NONE : pitches.size();
  }

  /** The classes of a line's pitches, those alone; of a pitch without one {@link #unknownClass}. */
  public int[] encode(int[] line) {
    int[] classes = new int[line.length];
    for (int i = 0; i < line.length; i++) {
      int found = Collections.binarySearch(pitches, line[i]);
      classes[i] = found < 0 ? unknownClass() : found;
    }
    return classes;
  }

  /**
   * A whole line as a model reads it: with {@link #hasEnds} the beginning so many times, its notes
   * and the end; else its notes.
   *
   * @param lead classes before the first that is predicted
   */
  public int[] sequence(int[] line, int lead) {
    if (!hasEnds()) {
      return encode(line);
    }
    int[] begun = beginning(line, lead);
    int[] sequence = Arrays.copyOf(begun, begun.length + 1);
    sequence[begun.length] = endClass();
    return sequence;
  }

  /** The beginning of a line, which goes on: a {@link #sequence} without its end. */
  public int[] beginning(int[] line, int lead) {
    int[] notes = encode(line);
    if (!hasEnds()) {
      return notes;
    }
    int[] begun = new int[lead + notes.length];
    Arrays.fill(begun, 0, lead, startClass());
    System.arraycopy(notes, 0, begun, lead, notes.length);
    return begun;
  }

  /** Whether a class is a pitch. */
  public boolean isPitch(int pitchClass) {
    return pitchClass >= 0 && pitchClass < pitches.size();
  }

  /**
   * The pitch of a class.
   *
   * @throws IllegalArgumentException for a class that is no pitch
   */
  public int decode(int pitchClass) {
    if (!isPitch(pitchClass)) {
      throw new IllegalArgumentException(
          "Classes of pitches are 0 to " + (pitches.size() - 1) + ", but this is " + pitchClass);
    }
    return pitches.get(pitchClass);
  }
}
