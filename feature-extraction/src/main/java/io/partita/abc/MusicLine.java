package io.partita.abc;

import io.partita.MalformedInputException;
import io.partita.notation.Dynamics;
import io.partita.notation.Mark;
import io.partita.notation.NotationFault;
import io.partita.notation.Signs;
import io.partita.score.MidiWarning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A line of music, read from left to right (section 4). */
final class MusicLine {
  private static final String STEPS = "CDEFGAB";
  private static final int MOST_BROKEN = 3;
  private static final int LONGEST_DECORATION = 40;

  /** Slurs, beams, spaces, continuations, and what the standard reserves: nothing that sounds. */
  private static final String SILENT = " \t)`\\$#*;?@.~";

  private final TuneReader tune;
  private final String text;
  private final int end;
  private int at;

  /**
   * @param text of the whole file
   * @param at where the line begins
   * @param end where it ends
   */
  MusicLine(TuneReader tune, String text, int at, int end) {
    this.tune = tune;
    this.text = text;
    this.at = at;
    this.end = end;
  }

  void read() throws MalformedInputException {
    while (at < end) {
      char next = text.charAt(at);
      if (isNote(next)) {
        note();
      } else if (next == '|' || next == ':' || text.startsWith(".|", at)) {
        bar();
      } else if (next == '[') {
        bracket();
      } else if ("zxZXy".indexOf(next) >= 0) {
        rest(next);
      } else if (next == '{') {
        grace();
      } else if (next == '(') {
        tuplet();
      } else if (next == '"') {
        pass('"');
      } else if (next == '!' || next == '+') {
        decoration(next);
      } else if (next == '&') {
        at++;
        tune.voice().overlay();
      } else {
        symbol(next);
      }
    }
  }

  private char peek(int ahead) {
    return at + ahead < end ? text.charAt(at + ahead) : '\0';
  }

  /** Where a sign is next; the end of the line without one. */
  private int find(char sign, int from) {
    int found = from;
    while (found < end && text.charAt(found) != sign) {
      found++;
    }
    return Math.min(end, found);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNote(char c) {
    return c == '^' || c == '_' || c == '=' || isLetter(c);
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'G') || (c >= 'a' && c <= 'g');
  }

  /** Letters from H to W are decorations, which a tune may define; none of them sounds. */
  private void symbol(char symbol) {
    Signs signs = tune.voice().signs();
    if (symbol == '-') {
      if (!tune.voice().tie()) {
        tune.unknown(at);
      }
    } else if (symbol == 'S') {
      signs.segno = "segno";
    } else if (symbol == 'O') {
      signs.coda = "coda";
    } else if (SILENT.indexOf(symbol) < 0
        && !(symbol >= 'H' && symbol <= 'W')
        && !(symbol >= 'h' && symbol <= 'w')) {
      tune.unknown(at);
    }
    at++;
  }

  private void note() throws MalformedInputException {
    int start = at;
    Voice.Tone tone = tone();
    if (tone != null) {
      tune.count(1, start);
      int broken = broken();
      tune.voice().event(broken);
      tune.voice().play(List.of(tone), 1, 1, start);
    }
  }

  /** A note with its length and tie; null if only an accidental is there. */
  private Voice.Tone tone() throws MalformedInputException {
    int start = at;
    Integer accidental = accidental();
    if (!isLetter(peek(0))) {
      tune.unknown(start);
      return null;
    }
    char letter = text.charAt(at++);
    int octave = Character.isLowerCase(letter) ? 5 : 4;
    while (peek(0) == '\'' || peek(0) == ',') {
      octave += text.charAt(at++) == ',' ? -1 : 1;
    }
    octave = Math.max(-20, Math.min(20, octave));
    long[] length = length();
    int step = STEPS.indexOf(Character.toUpperCase(letter));
    return new Voice.Tone(step, octave, accidental, length[0], length[1], isTied());
  }

  /** An accidental; of a quarter tone the nearest semitone, of two the higher one. */
  private Integer accidental() {
    int start = at;
    Integer accidental = null;
    while (peek(0) == '^' || peek(0) == '_' || peek(0) == '=') {
      int step = peek(0) == '^' ? 1 : peek(0) == '_' ? -1 : 0;
      accidental = Math.max(-2, Math.min(2, step + (accidental == null ? 0 : accidental)));
      at++;
    }
    if (accidental != null && peek(0) == '/') {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
      tune.tally().add(MidiWarning.MICROTONE_ROUNDED, start);
      return Math.max(0, accidental);
    }
    return accidental;
  }

  private boolean isTied() {
    boolean isTied = peek(0) == '-';
    at += isTied ? 1 : 0;
    return isTied;
  }

  /** The number here, 0 to 999; −1 where none is. */
  private int digits() throws MalformedInputException {
    int start = at;
    int number = 0;
    while (isDigit(peek(0))) {
      number = Math.min(Voice.MOST_NUMBER + 1, 10 * number + text.charAt(at++) - '0');
    }
    if (number > Voice.MOST_NUMBER) {
      throw badNumber(start);
    }
    return at == start ? -1 : number;
  }

  private MalformedInputException badNumber(int start) {
    return new MalformedInputException(
        NotationFault.BAD_VALUE,
        start,
        String.format(
            Locale.ROOT,
            "A length or count must be 1 to 999, but is %.40s",
            text.substring(start, at)));
  }

  /** The number here; {@code otherwise} where none is, or a 0, which is counted. */
  private int number(int otherwise) throws MalformedInputException {
    int start = at;
    int number = digits();
    if (number == 0) {
      tune.unknown(start);
    }
    return number > 0 ? number : otherwise;
  }

  /** A length as {@code 3/2}, {@code /} or {@code //}: numerator and denominator. */
  private long[] length() throws MalformedInputException {
    int start = at;
    long numerator = number(1);
    long denominator = 1;
    while (peek(0) == '/') {
      at++;
      int from = at;
      int divisor = digits();
      if (divisor == 0) {
        throw badNumber(from);
      }
      denominator *= divisor < 0 ? 2 : divisor;
      if (denominator > Voice.MOST_NUMBER) {
        throw new MalformedInputException(
            NotationFault.BAD_VALUE, start, "A length is shorter than 1/999 of a unit");
      }
    }
    return new long[] {numerator, denominator};
  }

  /** How many {@code >}, or negative {@code <}, are after a note, past spaces and ends of slurs. */
  private int broken() {
    int from = at;
    while (peek(0) == ' ' || peek(0) == ')') {
      at++;
    }
    char mark = peek(0);
    if (mark != '>' && mark != '<') {
      at = from;
      return 0;
    }
    int count = 0;
    while (peek(0) == mark) {
      at++;
      count++;
    }
    if (count > MOST_BROKEN) {
      tune.unknown(at);
    }
    int broken = Math.min(MOST_BROKEN, count);
    return mark == '>' ? broken : -broken;
  }

  private void rest(char kind) throws MalformedInputException {
    int start = at++;
    if (kind == 'Z' || kind == 'X') {
      tune.voice().restBars(number(1), start);
    } else if (kind == 'y') {
      while (isDigit(peek(0)) || peek(0) == '/') {
        at++; // the width of a space in print
      }
    } else {
      long[] length = length();
      tune.voice().event(broken());
      tune.voice().rest(length[0], length[1], start);
    }
  }

  /** A bar line with brackets, a field in the line, an ending, or a chord. */
  private void bracket() throws MalformedInputException {
    char next = peek(1);
    if (next == '|') {
      bar();
    } else if (isDigit(next)) {
      tune.voice().splitMeasure(at);
      at++;
      ending();
    } else if (Character.isLetter(next) && peek(2) == ':' && peek(3) != '|' && peek(3) != ':') {
      int close = find(']', at);
      if (close == end) {
        tune.unknown(at);
        at = end;
      } else {
        int start = at;
        at = close + 1;
        tune.field(next, start + 3, close);
      }
    } else if (next == '"') {
      at++; // an ending with a text for a number is as written
    } else {
      chord();
    }
  }

  private void chord() throws MalformedInputException {
    int start = at++;
    List<Voice.Tone> tones = new ArrayList<>();
    while (at < end && text.charAt(at) != ']') {
      char next = text.charAt(at);
      if (isNote(next)) {
        Voice.Tone tone = tone();
        if (tone != null) {
          tones.add(tone);
          tune.count(1, start);
        }
      } else if (next == '"') {
        pass('"');
      } else if (next == '!' || next == '+') {
        decoration(next);
      } else if (next == '-' && !tones.isEmpty()) {
        tones.add(tones.remove(tones.size() - 1).tied());
        at++;
      } else {
        symbol(next);
      }
    }
    if (at == end) {
      tune.unknown(start);
    } else {
      at++;
    }
    long[] length = length();
    if (isTied()) {
      tones.replaceAll(Voice.Tone::tied);
    }
    if (!tones.isEmpty()) {
      tune.voice().event(broken());
      tune.voice().play(tones, length[0], length[1], start);
    }
  }

  private void grace() {
    int start = at;
    int close = find('}', at);
    for (int i = at; i < close; i++) {
      if (isLetter(text.charAt(i))) {
        tune.tally().add(MidiWarning.GRACE_NOTE, i);
      }
    }
    if (close == end) {
      tune.unknown(start);
    }
    at = Math.min(end, close + 1);
  }

  /** A tuplet as {@code (3}, {@code (3:2} or {@code (3:2:4} (section 4.13); else a slur begins. */
  private void tuplet() throws MalformedInputException {
    int start = at++;
    if (!isDigit(peek(0))) {
      return;
    }
    int count = number(1);
    int time = 0;
    int events = count;
    if (peek(0) == ':') {
      at++;
      time = number(0);
      if (peek(0) == ':') {
        at++;
        events = number(count);
      }
    }
    int least = time == 0 ? 2 : 1;
    time = time == 0 ? usualTime(count) : time;
    if (count < least || count > Voice.MOST_TUPLET || time > Voice.MOST_TUPLET) {
      tune.unknown(start);
    } else {
      tune.voice().tuplet(count, time, events);
    }
  }

  private int usualTime(int count) {
    return switch (count) {
      case 2, 4, 8 -> 3;
      case 3, 6 -> 2;
      default -> tune.voice().isCompound ? 3 : 2;
    };
  }

  /** Passes over a text up to its closing sign. */
  private void pass(char sign) {
    int close = find(sign, at + 1);
    if (close == end) {
      tune.unknown(at);
    }
    at = Math.min(end, close + 1);
  }

  /** A decoration between two signs; one sign alone was once the end of a printed line. */
  private void decoration(char sign) {
    int close = find(sign, at + 1);
    String name = close == end ? " " : text.substring(at + 1, close);
    if (name.length() > LONGEST_DECORATION || name.indexOf(' ') >= 0 || name.indexOf('|') >= 0) {
      at++;
      return;
    }
    at = close + 1;
    Signs signs = tune.voice().signs();
    switch (name) {
      case "segno" -> signs.segno = "segno";
      case "coda" -> signs.coda = "coda";
      case "dacoda" -> signs.toCoda = "coda";
      case "D.C.", "dacapo" -> signs.isDaCapo = true;
      case "D.S." -> signs.dalSegno = "segno";
      case "fine" -> signs.isFine = true;
      default -> {
        int velocity = Dynamics.velocity(name);
        if (velocity > 0) {
          tune.voice().mark(Mark.Kind.VELOCITY, velocity, 0, "");
        }
      }
    }
  }

  /** A bar line with its dots (section 4.8), and the numbers of an ending right after it. */
  private void bar() throws MalformedInputException {
    int start = at;
    int dotsBefore = 0;
    int lines = 0;
    int dotsAfter = 0;
    at += peek(0) == '.' ? 1 : 0;
    for (; peek(0) == ':'; at++) {
      dotsBefore++;
    }
    for (; peek(0) == '|' || (peek(0) == ']' && lines > 0) || text.startsWith("[|", at); at++) {
      lines++;
    }
    int afterLines = at;
    for (; peek(0) == ':' && lines > 0; at++) {
      dotsAfter++;
    }
    if (dotsBefore == 0 && lines > 1 && peek(0) == '|') {
      at = afterLines; // the dots are the next bar line's, as in "[|]:|"
      dotsAfter = 0;
    }
    if (lines == 0) {
      dotsAfter = dotsBefore / 2; // "::" is short for ":||:"
      dotsBefore -= dotsAfter;
    }
    if (lines == 0 && dotsAfter == 0) {
      tune.unknown(start);
      return;
    }
    Voice voice = tune.voice();
    voice.endMeasure(start);
    int times = dotsBefore == 0 ? 0 : Math.min(Signs.MOST_TIMES, dotsBefore + 1);
    voice.endSection(times, lines > 1 || dotsBefore > 0 || dotsAfter > 0);
    voice.signs().isRepeatStart |= dotsAfter > 0;
    if (isDigit(peek(0))) {
      ending();
    }
  }

  /** Numbers as {@code 1}, {@code 1,3} or {@code 1-3}. */
  private void ending() {
    Set<Integer> numbers = new HashSet<>();
    int from = 0;
    int number = 0;
    for (; isDigit(peek(0)) || ((peek(0) == ',' || peek(0) == '-') && isDigit(peek(1))); at++) {
      char next = peek(0);
      if (isDigit(next)) {
        number = Math.min(Signs.MOST_TIMES, 10 * number + next - '0');
      } else {
        add(from, number, numbers);
        from = next == '-' ? number : 0;
        number = 0;
      }
    }
    add(from, number, numbers);
    tune.voice().signs().add(numbers);
  }

  private static void add(int from, int number, Set<Integer> numbers) {
    for (int i = from == 0 ? number : from; i <= number; i++) {
      if (i > 0) {
        numbers.add(i);
      }
    }
  }
}
