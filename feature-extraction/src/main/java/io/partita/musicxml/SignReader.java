package io.partita.musicxml;

import io.partita.notation.Signs;
import java.util.OptionalDouble;
import java.util.Set;

/** Bar lines and sounds as repeats, endings and jumps. */
final class SignReader {
  private SignReader() {}

  static void barline(Element barline, Signs signs) {
    for (Element repeat : barline.children("repeat")) {
      if (repeat.attribute("direction").equals("forward")) {
        signs.isRepeatStart = true;
      } else {
        OptionalDouble count = repeat.attributeNumber("times");
        signs.times = (int) Math.max(1, Math.min(Signs.MOST_TIMES, count.orElse(2)));
      }
    }
    for (Element mark : barline.children("ending")) {
      if (mark.attribute("type").equals("start")) {
        numbers(mark.attribute("number"), signs);
      } else {
        signs.isEndingEnd = true;
      }
    }
  }

  /** Numbers as {@code 1}, {@code 1,2} or {@code 1, 2}. */
  private static void numbers(String text, Signs signs) {
    int number = 0;
    for (int i = 0; i <= text.length(); i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 10) : -1;
      if (digit >= 0 && number <= Signs.MOST_TIMES) {
        number = 10 * number + digit;
      } else if (digit < 0) {
        if (number > 0 && number <= Signs.MOST_TIMES) {
          signs.add(Set.of(number));
        }
        number = 0;
      }
    }
  }

  static void sound(Element sound, Signs signs) {
    signs.isRepeatStart |= sound.isYes("forward-repeat");
    signs.isFine |= !sound.attribute("fine").isEmpty();
    signs.isDaCapo |= sound.isYes("dacapo");
    signs.segno += sound.attribute("segno");
    signs.dalSegno += sound.attribute("dalsegno");
    signs.coda += sound.attribute("coda");
    signs.toCoda += sound.attribute("tocoda");
  }
}
