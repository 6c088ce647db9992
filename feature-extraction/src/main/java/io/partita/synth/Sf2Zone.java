package io.partita.synth;

import java.util.Map;
import java.util.TreeMap;

/**
 * A zone's generators.
 *
 * @param amounts by operator
 * @param targetOperator that of the instrument or sample which the zone plays
 */
record Sf2Zone(Map<Integer, Short> amounts, int targetOperator) {
  /** The lowest key in its low byte, the highest in its high byte. */
  static final int KEY_RANGE = 43;

  static final Sf2Zone NONE = new Sf2Zone(Map.of(), -1);

  /** Whether it is in the file. */
  boolean isGiven() {
    return targetOperator >= 0;
  }

  boolean hasTarget() {
    return amounts.containsKey(targetOperator);
  }

  int target() {
    return amounts.get(targetOperator) & 0xFFFF;
  }

  /** Whether one of the keys that are played may be within its range. */
  boolean isHeard(Played played) {
    return lowestKey() <= played.highestKey() && highestKey() >= played.lowestKey();
  }

  int lowestKey() {
    return amount(KEY_RANGE, 0) & 0x7F;
  }

  int highestKey() {
    return amount(KEY_RANGE, 0x7F00) >> 8 & 0x7F;
  }

  int amount(int operator, int unlessGiven) {
    Short amount = amounts.get(operator);
    return amount == null ? unlessGiven : amount;
  }

  /** A preset's zone with the preset's global one, which goes first for Java's synthesizer. */
  Sf2Zone added(Sf2Zone global) {
    Map<Integer, Short> all = new TreeMap<>(amounts);
    all.putAll(global.amounts);
    return new Sf2Zone(all, targetOperator);
  }
}
