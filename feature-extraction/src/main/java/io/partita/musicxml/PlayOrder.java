package io.partita.musicxml;

import io.partita.MalformedInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which measures are played: repeats with their endings, then da capo and dal segno,
 * each once, to fine or by way of the coda. On the way back repeats are left out, and of endings
 * the last is played. A repeat in a repeat begins the section again: they do not nest.
 */
final class PlayOrder {
  static final int MOST_MEASURES = 100_000;

  private final List<Signs> signs;

  /** By measure, the numbers of the ending that it is in. */
  private final List<Set<Integer>> endings = new ArrayList<>();

  private final List<Integer> order = new ArrayList<>();
  private final Set<Integer> jumpsTaken = new HashSet<>();
  private int start;
  private int pass = 1;
  private boolean isBack;

  private PlayOrder(List<Signs> signs) {
    this.signs = signs;
    Set<Integer> current = Set.of();
    for (Signs sign : signs) {
      current = sign.ending.isEmpty() ? current : sign.ending;
      endings.add(current);
      current = sign.isEndingEnd || sign.times > 0 ? Set.of() : current;
    }
  }

  /** Indices of measures, each as often as it is played. */
  static List<Integer> of(List<Signs> signs) throws MalformedInputException {
    PlayOrder order = new PlayOrder(signs);
    for (int measure = 0; measure < signs.size(); ) {
      measure = order.play(measure);
    }
    return order.order;
  }

  /** Plays a measure, or passes over it, and returns which is next. */
  private int play(int measure) throws MalformedInputException {
    Signs sign = signs.get(measure);
    if (sign.isRepeatStart && measure != start) {
      start = measure;
      pass = 1;
    }
    Set<Integer> ending = endings.get(measure);
    int last = lastPass(measure);
    if (!ending.isEmpty() && !ending.contains(isBack ? last : Math.min(pass, last))) {
      return measure + 1;
    }
    order.add(measure);
    if (order.size() > MOST_MEASURES) {
      throw new MalformedInputException(
          MusicXmlFault.TOO_LARGE, 0, "Repeats make more than 100000 measures");
    }
    if (sign.times > 0) {
      if (!isBack && pass < Math.max(sign.times, last)) {
        pass++;
        return start;
      }
      start = measure + 1;
      pass = 1;
    } else if (!ending.isEmpty() && isEndOfEndings(measure)) {
      start = measure + 1;
      pass = 1;
    }
    return next(measure, sign);
  }

  private int next(int measure, Signs sign) {
    if (isBack && sign.isFine) {
      return signs.size();
    }
    if (isBack && !sign.toCoda.isEmpty()) {
      int coda = find(measure + 1, signs.size(), s -> s.coda.equals(sign.toCoda));
      if (coda >= 0) {
        return coda;
      }
    }
    if ((sign.isDaCapo || !sign.dalSegno.isEmpty()) && jumpsTaken.add(measure)) {
      int segno = find(0, measure + 1, s -> s.segno.equals(sign.dalSegno));
      int to = sign.isDaCapo || segno < 0 ? 0 : segno;
      isBack = true;
      start = to;
      return to;
    }
    return measure + 1;
  }

  private interface Test {
    boolean of(Signs signs);
  }

  private int find(int from, int to, Test test) {
    for (int i = from; i < to; i++) {
      if (test.of(signs.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether no ending follows the one that a measure is the last of. */
  private boolean isEndOfEndings(int measure) {
    return measure + 1 == signs.size() || endings.get(measure + 1).isEmpty();
  }

  /** The highest number of the endings that a measure is among; 0 where it is in none. */
  private int lastPass(int measure) {
    int last = 0;
    for (int i = measure; i < signs.size() && !endings.get(i).isEmpty(); i++) {
      last = Math.max(last, endings.get(i).stream().mapToInt(Integer::intValue).max().orElse(0));
    }
    for (int i = measure; i >= 0 && !endings.get(i).isEmpty(); i--) {
      last = Math.max(last, endings.get(i).stream().mapToInt(Integer::intValue).max().orElse(0));
    }
    return last;
  }
}
