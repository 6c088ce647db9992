package io.partita.notation;

import io.partita.MalformedInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which measures are played: repeats with their endings, then da capo and dal segno,
 * each once, to fine or by way of the coda. On the way back repeats are left out, and of endings
 * the last is played. A repeat in a repeat begins the section again: they do not nest.
 */
final class PlayOrder {
  private static final int MOST_MEASURES = 100_000;
  private static final int MOST_STEPS = 10 * MOST_MEASURES;

  private final List<Signs> signs;

  /** By measure, the numbers of the ending that it is in. */
  private final List<Set<Integer>> endings = new ArrayList<>();

  /** By measure, the highest number of the endings that it is among; 0 where it is in none. */
  private final int[] lastPasses;

  /** The first measure of each name. */
  private final Map<String, Integer> segni = new HashMap<>();

  private final Map<String, Integer> codas = new HashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private final Set<Integer> jumpsTaken = new HashSet<>();
  private int steps;
  private int start;
  private int pass = 1;
  private boolean isBack;

  private PlayOrder(List<Signs> signs) {
    this.signs = signs;
    Set<Integer> current = Set.of();
    for (int i = 0; i < signs.size(); i++) {
      Signs sign = signs.get(i);
      segni.putIfAbsent(sign.segno, i);
      codas.putIfAbsent(sign.coda, i);
      current = sign.ending.isEmpty() ? current : sign.ending;
      endings.add(current);
      current = sign.isEndingEnd || sign.times > 0 ? Set.of() : current;
    }
    lastPasses = lastPasses();
  }

  private int[] lastPasses() {
    int[] last = new int[endings.size()];
    for (int from = 0; from < last.length; ) {
      int to = from;
      int highest = 0;
      while (to < last.length && !endings.get(to).isEmpty()) {
        highest = Math.max(highest, Collections.max(endings.get(to)));
        to++;
      }
      Arrays.fill(last, from, to, highest);
      from = to + 1;
    }
    return last;
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
    int last = lastPasses[measure];
    if (++steps > MOST_STEPS || order.size() == MOST_MEASURES) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE, 0, "Repeats make more than 100000 measures");
    }
    if (!ending.isEmpty() && !ending.contains(isBack ? last : Math.min(pass, last))) {
      return measure + 1;
    }
    order.add(measure);
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
      int coda = codas.getOrDefault(sign.toCoda, 0);
      if (coda > measure) {
        return coda;
      }
    }
    if ((sign.isDaCapo || !sign.dalSegno.isEmpty()) && jumpsTaken.add(measure)) {
      int segno = segni.getOrDefault(sign.dalSegno, 0);
      int to = sign.isDaCapo || segno > measure ? 0 : segno;
      isBack = true;
      start = to;
      return to;
    }
    return measure + 1;
  }

  /** Whether no ending follows the one that a measure is the last of. */
  private boolean isEndOfEndings(int measure) {
    return measure + 1 == signs.size() || endings.get(measure + 1).isEmpty();
  }
}
