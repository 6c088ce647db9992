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

  /** Adds what another part says of the same measure. */
  void add(Signs other) {
    isRepeatStart |= other.isRepeatStart;
    times = Math.max(times, other.times);
    add(other.ending);
    isEndingEnd |= other.isEndingEnd;
    isFine |= other.isFine;
    isDaCapo |= other.isDaCapo;
    segno = segno.isEmpty() ? other.segno : segno;
    dalSegno = dalSegno.isEmpty() ? other.dalSegno : dalSegno;
    coda = coda.isEmpty() ? other.coda : coda;
    toCoda = toCoda.isEmpty() ? other.toCoda : toCoda;
  }
}
