package io.partita.notation;

import java.util.HashSet;
import java.util.Set;

/** The repeats, endings and jumps of a measure, of one part or of all. */
public final class Signs {
  /** How often a section can be repeated at most, and the highest number of an ending. */
  public static final int MOST_TIMES = 100;

  public boolean isRepeatStart;

  /** How often what the measure ends is played; 0 where no repeat ends. */
  public int times;

  /** The numbers of the ending that begins here; empty where none does. */
  public Set<Integer> ending = Set.of();

  public boolean isEndingEnd;
  public boolean isFine;
  public boolean isDaCapo;

  /** Names of signs; empty without one. */
  public String segno = "";

  public String dalSegno = "";
  public String coda = "";
  public String toCoda = "";

  /** Adds numbers to those of the ending that begins here. */
  public void add(Set<Integer> numbers) {
    if (ending.isEmpty()) {
      ending = numbers;
    } else if (!ending.equals(numbers)) {
      ending = new HashSet<>(ending);
      ending.addAll(numbers);
    }
  }

  /** Adds what is said of the same measure elsewhere, as in another part. */
  public void add(Signs other) {
    addStart(other);
    addEnd(other);
  }

  /** Adds what is said of the beginning of a measure. */
  public void addStart(Signs other) {
    isRepeatStart |= other.isRepeatStart;
    add(other.ending);
    segno = segno.isEmpty() ? other.segno : segno;
    coda = coda.isEmpty() ? other.coda : coda;
  }

  /** Adds what is said of the end of a measure. */
  public void addEnd(Signs other) {
    times = Math.max(times, other.times);
    isEndingEnd |= other.isEndingEnd;
    isFine |= other.isFine;
    isDaCapo |= other.isDaCapo;
    dalSegno = dalSegno.isEmpty() ? other.dalSegno : dalSegno;
    toCoda = toCoda.isEmpty() ? other.toCoda : toCoda;
  }
}
