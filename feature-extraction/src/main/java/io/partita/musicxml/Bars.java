package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.notation.Mark;
import io.partita.notation.Measure;
import io.partita.notation.NoteEvent;
import io.partita.notation.Signs;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The bars of a score, which all parts have in common: each begins in all of them where the one
 * before it ends in the longest. What is in a bar may be shorter or longer than the metre says; if
 * it is longer by no twelfth or sixteenth of a quarter, durations were rounded, and the metre
 * holds. An empty bar and one whole-bar rest are as long as the others', or else as the metre.
 */
final class Bars {
  private final List<PartReader> parts;
  private final long unitsAQuarter;
  private final MidiWarnings.Tally tally;
  private double metreQuarters = 4;

  private Bars(Collection<PartReader> parts, long unitsAQuarter, MidiWarnings.Tally tally) {
    this.parts = new ArrayList<>(parts);
    this.unitsAQuarter = unitsAQuarter;
    this.tally = tally;
  }

  /**
   * What decides how long a bar of a part is.
   *
   * @param end where its last note, its last rest but the first one, and what it skips end, in
   *     units
   * @param rest its first rest; null without one
   * @param rests how many it has
   * @param shortestRest of those that are not said to fill the bar, in units
   * @param notes how many it has
   * @param metreQuarters that begins in it; 0 for none
   * @param byteOffset of its end
   */
  record Content(
      long end,
      Rest rest,
      int rests,
      long shortestRest,
      int notes,
      double metreQuarters,
      int byteOffset) {

    private long length(double metreQuarters, long unitsAQuarter) {
      long metre = Math.round(metreQuarters * unitsAQuarter);
      long length = end;
      if (rest != null) {
        boolean isTooLong = rest.isWholeBar && rest.length > metre;
        boolean isWhole = rests == 1 && notes == 0 && isWhole(rest.length, unitsAQuarter);
        length = Math.max(end, rest.at + (isTooLong || isWhole ? metre : rest.length));
      }
      if (length == 0) {
        return metre;
      }
      double excess = (double) (length - metre) / unitsAQuarter;
      return excess > 0 && excess <= 0.5 && !isMultiple(excess, 16) && !isMultiple(excess, 12)
          ? metre
          : length;
    }

    private boolean isEmpty() {
      return notes == 0 && rests == 0;
    }

    /** Whether it is more than an empty bar or one that rests. */
    private boolean decides(double metreQuarters, long unitsAQuarter) {
      return notes > 0
          || (rests > 0
              && (rest.at > 0
                  || (shortestRest < Math.round(metreQuarters * unitsAQuarter)
                      && !isWhole(shortestRest, unitsAQuarter))));
    }

    /** A whole note or a breve, which are written for bars of any metre. */
    private static boolean isWhole(long length, long unitsAQuarter) {
      return length == 4 * unitsAQuarter || length == 8 * unitsAQuarter;
    }

    private static boolean isMultiple(double quarters, int fractions) {
      return Math.abs(quarters * fractions - Math.rint(quarters * fractions)) < 1e-5;
    }
  }

  /**
   * @param isWholeBar whether it is said to fill its bar
   */
  record Rest(long at, long length, boolean isWholeBar) {}

  /** Gives each measure of all parts the length of its bar, and counts what was not so long. */
  static void align(Collection<PartReader> parts, long unitsAQuarter, MidiWarnings.Tally tally) {
    Bars bars = new Bars(parts, unitsAQuarter, tally);
    int count = parts.stream().mapToInt(part -> part.measures().size()).max().orElse(0);
    for (int i = 0; i < count; i++) {
      int bar = i;
      bars.parts.removeIf(part -> part.measures().size() <= bar);
      bars.align(bar);
    }
  }

  private void align(int bar) {
    for (PartReader part : parts) {
      if (part.contents().get(bar).metreQuarters > 0) {
        metreQuarters = part.contents().get(bar).metreQuarters;
        break;
      }
    }
    long longest = 0;
    long longestRest = 0;
    for (PartReader part : parts) {
      Content content = part.contents().get(bar);
      long length = content.length(metreQuarters, unitsAQuarter);
      if (content.decides(metreQuarters, unitsAQuarter)) {
        longest = Math.max(longest, length);
      } else {
        longestRest = Math.max(longestRest, length);
      }
    }
    boolean isRepaired = false;
    for (PartReader part : parts) {
      Content content = part.contents().get(bar);
      Measure measure = part.measures().get(bar);
      measure.length = longest > 0 ? longest : longestRest;
      boolean isOther = content.length(metreQuarters, unitsAQuarter) != measure.length;
      if (isOther && !content.isEmpty() && !isRepaired) {
        tally.add(MidiWarning.BAR_LENGTHS, content.byteOffset);
        isRepaired = true;
      }
    }
  }

  /**
   * Splits measures at the repeats and endings inside of them, in all parts at the same places.
   *
   * @param mostMeasures that all parts may have together afterwards
   */
  static void split(Collection<PartReader> parts, int mostMeasures) throws MalformedInputException {
    NavigableMap<Integer, NavigableMap<Long, Signs>> inside = new TreeMap<>();
    for (PartReader part : parts) {
      part.inside()
          .forEach(
              (bar, places) ->
                  places.forEach(
                      (at, signs) ->
                          inside
                              .computeIfAbsent(bar, b -> new TreeMap<>())
                              .computeIfAbsent(at, a -> new Signs())
                              .add(signs)));
    }
    if (inside.isEmpty()) {
      return;
    }
    long measures = 0;
    for (PartReader part : parts) {
      measures += part.measures().size();
      for (int bar : inside.headMap(part.measures().size()).keySet()) {
        measures += inside.get(bar).size();
      }
    }
    if (measures > mostMeasures) {
      throw MusicXmlReader.tooManyMeasures(0);
    }
    for (PartReader part : parts) {
      List<Measure> pieces = new ArrayList<>();
      for (int bar = 0; bar < part.measures().size(); bar++) {
        Measure whole = part.measures().get(bar);
        split(whole, inside.getOrDefault(bar, Collections.emptyNavigableMap()), pieces);
      }
      part.measures().clear();
      part.measures().addAll(pieces);
    }
  }

  private static void split(Measure whole, NavigableMap<Long, Signs> inside, List<Measure> pieces) {
    NavigableMap<Long, Measure> byStart = new TreeMap<>();
    byStart.put(0L, new Measure());
    Signs start = byStart.get(0L).signs;
    for (Map.Entry<Long, Signs> place : inside.headMap(whole.length).entrySet()) {
      Measure piece = new Measure();
      piece.signs.addStart(place.getValue());
      byStart.lastEntry().getValue().isBarEnd = false;
      byStart.lastEntry().getValue().signs.addEnd(place.getValue());
      byStart.put(place.getKey(), piece);
    }
    start.addStart(whole.signs);
    Signs end = byStart.lastEntry().getValue().signs;
    end.addEnd(whole.signs);
    inside.tailMap(whole.length).values().forEach(end::add);
    for (NoteEvent note : whole.notes) {
      Map.Entry<Long, Measure> piece = byStart.floorEntry(note.at());
      piece.getValue().notes.add(note.earlier(piece.getKey()));
    }
    for (Mark mark : whole.marks) {
      Map.Entry<Long, Measure> piece = byStart.floorEntry(Math.max(0, mark.at()));
      piece.getValue().marks.add(mark.moved(-piece.getKey()));
    }
    for (Map.Entry<Long, Measure> piece : byStart.entrySet()) {
      Long next = byStart.higherKey(piece.getKey());
      piece.getValue().length = (next == null ? whole.length : next) - piece.getKey();
      pieces.add(piece.getValue());
    }
  }
}
