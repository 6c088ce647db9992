package io.partita.sample.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * One stroke of a pattern of steps, in which a mark begins it, each {@code -} prolongs it and a
 * {@code .} is a rest.
 *
 * @param step of the bar, from 0
 * @param until the step before which it ends
 * @param mark that began it
 */
record Stroke(int step, int until, char mark) {
  /** The strokes of a bar; a pattern that is shorter begins again. */
  static List<Stroke> of(Bar bar, String pattern) {
    List<Stroke> strokes = new ArrayList<>();
    int step = 0;
    while (step < bar.steps()) {
      char mark = pattern.charAt(step % pattern.length());
      int until = step + 1;
      while (until < bar.steps() && pattern.charAt(until % pattern.length()) == '-') {
        until++;
      }
      if (mark != '.' && mark != '-') {
        strokes.add(new Stroke(step, until, mark));
      }
      step = until;
    }
    return strokes;
  }
}
