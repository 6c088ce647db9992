package io.partita.token.miditok;

import java.util.Arrays;

/** Stretches of one length of beat: what ends them, in ticks, and how many ticks a beat has. */
final class Sections {
  private int size;
  private int[] end = new int[2];
  private int[] beat = new int[2];

  /** Those of a file's metres, of which there is at least one. */
  static Sections of(Metres metres) {
    Sections sections = new Sections();
    for (int i = 0; i < metres.size(); i++) {
      boolean ends = i + 1 == metres.size() || metres.beat(i + 1) != metres.beat(i);
      if (ends) {
        sections.add(
            i + 1 == metres.size() ? Integer.MAX_VALUE : metres.tick(i + 1), metres.beat(i));
      }
    }
    return sections;
  }

  private void add(int endTick, int ticks) {
    if (size == end.length) {
      end = Arrays.copyOf(end, size * 2);
      beat = Arrays.copyOf(beat, size * 2);
    }
    end[size] = endTick;
    beat[size++] = ticks;
  }

  int size() {
    return size;
  }

  int end(int section) {
    return end[section];
  }

  int beat(int section) {
    return beat[section];
  }

  /** Whether there are both beats of 8 and beats of 16 ticks. */
  boolean areMixed() {
    return size > 1;
  }

  /** Whether its beats are twice as long as an eighth's, so that every other tick is used. */
  boolean isCoarse(int section) {
    return beat[section] == 2 * Lengths.EIGHTHS;
  }

  /** Ticks of a beat at a tick. */
  int beatAt(int tick) {
    int section = 0;
    while (tick >= end[section] && section + 1 < size) {
      section++;
    }
    return beat[section];
  }

  /** The even number nearest to a tick; of two the one that is a multiple of 4. */
  static int even(int tick) {
    return (tick & 1) == 0 ? tick : ((tick >> 1) + (tick >> 1 & 1)) << 1;
  }
}
