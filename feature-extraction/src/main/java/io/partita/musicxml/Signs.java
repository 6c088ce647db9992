package io.partita.musicxml;

import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/** The repeats, endings and jumps of a measure, of one part or of all. */
final class Signs {
  private static final int MOST_TIMES = 100;

  boolean isRepeatStart;

  /** How often what the measure ends is played; 0 where no repeat ends. */
  int times;

  /** The numbers of the ending that begins here; empty where none does. */
  Set<Integer> ending = Set.of();

  boolean isEndingEnd;
  boolean isFine;
  boolean isDaCapo;

  /** Names of signs; empty without one. */
  String segno = "";

  String dalSegno = "";
  String coda = "";
  String toCoda = "";

  void barline(Element barline) {
    for (Element repeat : barline.children("repeat")) {
      if (repeat.attribute("direction").equals("forward")) {
        isRepeatStart = true;
      } else {
        OptionalDouble count = repeat.attributeNumber("times");
        times = (int) Math.max(1, Math.min(MOST_TIMES, count.orElse(2)));
      }
    }
    for (Element mark : barline.children("ending")) {
      if (mark.attribute("type").equals("start")) {
        numbers(mark.attribute("number"));
      } else {
        isEndingEnd = true;
      }
    }
  }

  /** Numbers as {@code 1}, {@code 1,2} or {@code 1, 2}. */
  private void numbers(String text) {
    int number = 0;
    for (int i = 0; i <= text.length(); i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 10) : -1;
      if (digit >= 0 && number <= MOST_TIMES) {
        number = 10 * number + digit;
      } else if (digit < 0) {
        if (number > 0 && number <= MOST_TIMES) {
          add(Set.of(number));
        }
        number = 0;
      }
    }
  }

  private void add(Set<Integer> numbers) {
    if (ending.isEmpty()) {
      ending = numbers;
    } else if (!ending.equals(numbers)) {
      ending = new HashSet<>(ending);
      ending.addAll(numbers);
    }
  }

  void sound(Element sound) {
    isRepeatStart |= sound.isYes("forward-repeat");
    isFine |= !sound.attribute("fine").isEmpty();
    isDaCapo |= sound.isYes("dacapo");
    segno += sound.attribute("segno");
    dalSegno += sound.attribute("dalsegno");
    coda += sound.attribute("coda");
    toCoda += sound.attribute("tocoda");
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
