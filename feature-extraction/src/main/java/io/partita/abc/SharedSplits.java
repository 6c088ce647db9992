package io.partita.abc;

import io.partita.notation.Mark;
import io.partita.notation.Measure;
import io.partita.notation.NoteEvent;
import io.partita.notation.Signs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Bars that an ending inside them splits in one voice, and so in all: measures of one number are
 * played together.
 */
final class SharedSplits {
  private SharedSplits() {}

  static void share(Collection<Voice> voices) {
    Map<Integer, NavigableSet<Long>> splits = new HashMap<>();
    for (Voice voice : voices) {
      int bar = 0;
      long at = 0;
      for (Measure measure : voice.measures()) {
        at += measure.length;
        if (measure.isBarEnd) {
          bar++;
          at = 0;
        } else {
          splits.computeIfAbsent(bar, first -> new TreeSet<>()).add(at);
        }
      }
    }
    if (!splits.isEmpty()) {
      voices.forEach(voice -> split(voice.measures(), splits));
    }
  }

  private static void split(List<Measure> measures, Map<Integer, NavigableSet<Long>> splits) {
    List<Measure> all = new ArrayList<>();
    int bar = 0;
    long from = 0;
    for (Measure measure : measures) {
      long to = from + measure.length;
      Measure rest = measure;
      for (long at : splits.getOrDefault(bar, new TreeSet<>()).subSet(from, false, to, false)) {
        all.add(rest);
        rest = cut(rest, at - from);
        from = at;
      }
      all.add(rest);
      from = rest.isBarEnd ? 0 : to;
      bar += rest.isBarEnd ? 1 : 0;
    }
    measures.clear();
    measures.addAll(all);
  }

  /** Takes what is after a place out of a measure; a note across it is tied. */
  private static Measure cut(Measure first, long at) {
    Measure second = new Measure();
    second.isBarEnd = first.isBarEnd;
    first.isBarEnd = false;
    second.length = first.length - at;
    first.length = at;
    for (NoteEvent note : taken(first.notes)) {
      long end = note.at() + note.length();
      if (note.at() >= at) {
        second.notes.add(note.earlier(at));
      } else if (end <= at) {
        first.notes.add(note);
      } else {
        first.notes.add(note.with(note.at(), at - note.at(), note.endsTie(), true));
        second.notes.add(note.with(0, end - at, true, note.startsTie()));
      }
    }
    for (Mark mark : taken(first.marks)) {
      (mark.at() < at ? first : second).marks.add(mark.at() < at ? mark : mark.moved(-at));
    }
    takeEnd(first.signs, second.signs);
    return second;
  }

  private static <T> List<T> taken(List<T> list) {
    List<T> all = List.copyOf(list);
    list.clear();
    return all;
  }

  /** Moves what a measure's end says. */
  private static void takeEnd(Signs from, Signs to) {
    to.times = from.times;
    to.isEndingEnd = from.isEndingEnd;
    to.isFine = from.isFine;
    to.isDaCapo = from.isDaCapo;
    to.dalSegno = from.dalSegno;
    to.toCoda = from.toCoda;
    from.times = 0;
    from.isEndingEnd = false;
    from.isFine = false;
    from.isDaCapo = false;
    from.dalSegno = "";
    from.toCoda = "";
  }
}
