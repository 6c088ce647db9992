package io.partita.notation;

import io.partita.MalformedInputException;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import java.util.ArrayList;
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
 *
 * <p>Endings that follow each other are a group. One that has no stop ends before a repeat that
 * starts and before the next group, which an ending 1 begins. A pass beyond those of a group plays
 * its last ending; where that is the only one, it is left out.
 */
final class PlayOrder {
  private static final int MOST_MEASURES = 100_000;
  private static final int MOST_STEPS = 10 * MOST_MEASURES;

  private final List<Signs> signs;

  /** By measure, the ending that it is in; null in none. */
  private final List<Ending> endings = new ArrayList<>();

  /** The first measure of each name. */
  private final Map<String, Integer> segni = new HashMap<>();

  private final Map<String, Integer> codas = new HashMap<>();
  private final List<Integer> order = new ArrayList<>();
  private final Set<Integer> jumpsTaken = new HashSet<>();
  private int steps;
  private int start;
  private int pass = 1;
  private boolean isBack;

  /** Endings of one repeat. */
  private static final class Group {
    private int endings;
    private int lastPass;
    private boolean isRepeated;
  }

  private record Ending(Set<Integer> passes, Group group) {
    boolean isPlayedIn(int pass, boolean isBack) {
      boolean isOnly = group.endings == 1;
      if (isOnly && !group.isRepeated) {
        return true; // a bracket around what is played once
      }
      if (isOnly && isBack) {
        return false; // straight on, as after the last pass
      }
      return passes.contains(isBack || (pass > group.lastPass && !isOnly) ? group.lastPass : pass);
    }
  }

  private PlayOrder(List<Signs> signs, MidiWarnings.Tally tally) {
    this.signs = signs;
    Ending current = null;
    boolean isOpen = false;
    for (int i = 0; i < signs.size(); i++) {
      Signs sign = signs.get(i);
      segni.putIfAbsent(sign.segno, i);
      codas.putIfAbsent(sign.coda, i);
      boolean isFirst = sign.ending.contains(1);
      if (isOpen && (isFirst || (sign.isRepeatStart && sign.ending.isEmpty()))) {
        tally.add(MidiWarning.ENDING_WITHOUT_STOP, 0);
        isOpen = false;
        current = null;
      }
      if (!sign.ending.isEmpty()) {
        Group group = current == null || isFirst ? new Group() : current.group;
        current = new Ending(sign.ending, group);
        group.endings++;
        group.lastPass = Math.max(group.lastPass, Collections.max(sign.ending));
        isOpen = true;
      }
      current = isOpen ? current : null;
      endings.add(current);
      if (isOpen && (sign.isEndingEnd || sign.times > 0)) {
        current.group.isRepeated |= sign.times > 0;
        isOpen = false;
      }
    }
  }

  /**
   * Indices of measures, each as often as it is played.
   *
   * @param tally of what is repaired
   */
  static List<Integer> of(List<Signs> signs, MidiWarnings.Tally tally)
      throws MalformedInputException {
    PlayOrder order = new PlayOrder(signs, tally);
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
    Ending ending = endings.get(measure);
    if (++steps > MOST_STEPS || order.size() == MOST_MEASURES) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE, 0, "Repeats make more than 100000 measures");
    }
    boolean isPlayed = ending == null || ending.isPlayedIn(pass, isBack);
    if (isPlayed) {
      order.add(measure);
      int times = Math.max(sign.times, ending == null ? 0 : ending.group.lastPass);
      if (sign.times > 0 && !isBack && pass < times) {
        pass++;
        return start;
      }
    }
    if ((isPlayed && sign.times > 0) || (ending != null && isEndOfEndings(measure))) {
      start = measure + 1;
      pass = 1;
    }
    return isPlayed ? next(measure, sign) : measure + 1;
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

  /** Whether a measure, which is in an ending, is the last of its group. */
  private boolean isEndOfEndings(int measure) {
    Ending next = measure + 1 == signs.size() ? null : endings.get(measure + 1);
    return next == null || next.group != endings.get(measure).group;
  }
}
