package io.partita.notation;

import io.partita.MalformedInputException;
import io.partita.score.Division;
import io.partita.score.KeySignature;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The measures of all parts as one score. Tempi, metres and keys are the whole score's: where parts
 * disagree at one place, the first one that says something holds.
 */
public final class ScoreAssembly {
  /** What a quarter has at least: sixteenths, triplets and quintuplets of it are whole ticks. */
  private static final int FINE_TICKS = 480;

  private static final int MOST_TICKS = 0x7FFF;
  private static final int COMMON_TICKS = 30_240;
  private static final long MOST_QUARTERS = 1_000_000;

  private final Collection<? extends Part> parts;
  private final long unitsAQuarter;
  private final int ticksAQuarter;
  private final int maxNotes;
  private final boolean expandRepeats;
  private final MidiWarnings.Tally tally;
  private final ScoreBuilder score;
  private final NavigableMap<Long, Mark> tempos = new TreeMap<>();
  private final NavigableMap<Long, Mark> metres = new TreeMap<>();
  private final NavigableMap<Long, Mark> keys = new TreeMap<>();

  /** Where the first part's bars begin, in ticks. */
  private final List<Long> barLines = new ArrayList<>();

  private final List<PlayedMeasure> played = new ArrayList<>();

  private int notes;

  /**
   * @param parts with at most 65,536 staves together
   * @param unitsAQuarter the units of time in {@code parts}, at most 2^30
   * @param fraction of a quarter that all times are multiples of, as 3 for triplets of it; ticks
   *     are made from it
   * @param maxNotes the most notes that it may have
   * @param expandRepeats whether repeats are played, or measures are as written
   * @param tally of what reading tolerated and repaired
   */
  public ScoreAssembly(
      Collection<? extends Part> parts,
      long unitsAQuarter,
      long fraction,
      int maxNotes,
      boolean expandRepeats,
      MidiWarnings.Tally tally) {
    this.parts = parts;
    this.unitsAQuarter = unitsAQuarter;
    this.ticksAQuarter = ticks(fraction);
    this.maxNotes = maxNotes;
    this.expandRepeats = expandRepeats;
    this.tally = tally;
    this.score = Score.builder(Division.ppq(ticksAQuarter));
  }

  /** A multiple of the fraction, where there is one that MIDI can have. */
  private static int ticks(long fraction) {
    long fine = Fractions.lcm(FINE_TICKS, fraction);
    if (fine <= MOST_TICKS) {
      return (int) fine;
    }
    return fraction > MOST_TICKS
        ? COMMON_TICKS
        : (int) (fraction * ((FINE_TICKS + fraction - 1) / fraction));
  }

  /**
   * The score.
   *
   * @throws MalformedInputException with a {@link NotationFault} if it is too large
   */
  public Score score() throws MalformedInputException {
    List<Integer> order = order();
    long[] lengths = lengths();
    play(order, lengths);
    int track = 0;
    for (Part part : parts) {
      place(part, order, lengths, track);
      track += part.staves();
    }
    tempos.forEach((tick, mark) -> score.tempo(new TempoEvent(tick, 0, mark.value())));
    Mark last = null;
    for (Map.Entry<Long, Mark> key : keys.entrySet()) {
      Mark mark = key.getValue();
      if (last == null || last.value() != mark.value() || last.more() != mark.more()) {
        score.keySignature(new KeySignature(key.getKey(), 0, mark.value(), mark.more() == 1));
      }
      last = mark;
    }
    addMetres();
    return score.warnings(tally.toWarnings()).build();
  }

  /** The measures of {@link #score()} from its beginning on, once that was made. */
  public List<PlayedMeasure> played() {
    return List.copyOf(played);
  }

  private void play(List<Integer> order, long[] lengths) {
    int[] written = new int[lengths.length];
    for (Part part : parts) {
      for (int i = 1; i < part.measures().size(); i++) {
        written[i] = written[i - 1] + (part.measures().get(i - 1).isBarEnd ? 1 : 0);
      }
    }
    long at = 0;
    for (int index : order) {
      played.add(new PlayedMeasure(tick(at), written[index]));
      at += lengths[index];
    }
  }

  private List<Integer> order() throws MalformedInputException {
    int count = parts.stream().mapToInt(part -> part.measures().size()).max().orElse(0);
    if (!expandRepeats) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Signs> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Signs signs = new Signs();
      for (Part part : parts) {
        if (i < part.measures().size()) {
          signs.add(part.measures().get(i).signs);
        }
      }
      all.add(signs);
    }
    return PlayOrder.of(all, tally);
  }

  /** How long each measure is in the longest part: where one has ended, the others go on. */
  private long[] lengths() {
    int count = parts.stream().mapToInt(part -> part.measures().size()).max().orElse(0);
    long[] lengths = new long[count];
    for (Part part : parts) {
      for (int i = 0; i < part.measures().size(); i++) {
        lengths[i] = Math.max(lengths[i], part.measures().get(i).length);
      }
    }
    return lengths;
  }

  /** A note with its place in the piece, in units; ties lengthen it. */
  private static final class Placed {
    final NoteEvent note;
    final long onset;
    long end;

    Placed(NoteEvent note, long onset) {
      this.note = note;
      this.onset = onset;
      this.end = onset + note.length();
    }
  }

  private void place(Part part, List<Integer> order, long[] lengths, int firstTrack)
      throws MalformedInputException {
    List<Placed> placed = new ArrayList<>();
    TreeMap<Long, Integer> velocities = new TreeMap<>();
    boolean isFirst = firstTrack == 0;
    boolean isBarEnd = true;
    long at = 0;
    long end = 0;
    int last = -1;
    for (int index : order) {
      if (index >= part.measures().size()) {
        at += lengths[index];
        continue;
      }
      Measure measure = part.measures().get(index);
      if (isFirst && (isBarEnd || index <= last)) {
        barLines.add(tick(at));
      }
      last = index;
      notes += measure.notes.size();
      if (notes > maxNotes) {
        throw NotationFault.tooManyNotes(maxNotes, 0);
      }
      for (NoteEvent note : measure.notes) {
        placed.add(new Placed(note, at + note.at()));
      }
      for (Mark mark : measure.marks) {
        place(mark, Math.max(0, at + mark.at()), part, firstTrack, velocities);
      }
      isBarEnd = measure.isBarEnd;
      at += measure.length;
      if (at > MOST_QUARTERS * unitsAQuarter) {
        throw new MalformedInputException(
            NotationFault.TOO_LARGE, 0, "The piece is longer than 1000000 quarters");
      }
      end = at;
    }
    for (int staff = 0; staff < part.staves(); staff++) {
      score.endTick(firstTrack + staff, tick(end));
      if (!part.name().isEmpty()) {
        score.trackName(firstTrack + staff, part.name());
      }
    }
    for (Placed note : tied(placed, part.staves())) {
      add(note, part, firstTrack, velocities);
    }
  }

  private void place(
      Mark mark, long at, Part part, int firstTrack, NavigableMap<Long, Integer> velocities) {
    long tick = tick(at);
    int track = firstTrack + Math.min(mark.staff(), part.staves() - 1);
    switch (mark.kind()) {
      case TEMPO -> put(tempos, tick, mark, firstTrack);
      case METRE -> put(metres, tick, mark, firstTrack);
      case KEY -> keys.putIfAbsent(tick, mark);
      case VELOCITY -> velocities.put(at, mark.value());
      case PEDAL -> score.pedal(new PedalEvent(tick, track, part.channel(), mark.value()));
      case LYRIC -> score.text(new TextEvent(tick, track, TextEvent.Kind.LYRIC, mark.text()));
      case MARKER -> {
        if (firstTrack == 0) {
          score.text(new TextEvent(tick, 0, TextEvent.Kind.MARKER, mark.text()));
        }
      }
    }
  }

  /** In the first part the last mark at a place holds, which is what plays. */
  private static void put(NavigableMap<Long, Mark> marks, long tick, Mark mark, int firstTrack) {
    if (firstTrack == 0) {
      marks.put(tick, mark);
    } else {
      marks.putIfAbsent(tick, mark);
    }
  }

  /** Where a tie waits for the note that it goes on in. */
  private record TieEnd(int staff, int pitch, long at) {}

  /**
   * Joins the notes of ties: one that starts a tie goes on in a note of its pitch and staff that
   * begins where it ends: in one of its own voice, which need not say so, as many files name no
   * end; else in one that ends a tie. A tie that finds no note is ignored; if it finds one only
   * after a gap, with a warning.
   */
  private List<Placed> tied(List<Placed> written, int staves) {
    written.sort(
        Comparator.comparingLong((Placed note) -> note.onset)
            .thenComparing(note -> !note.note.endsTie()));
    Map<TieEnd, Map<String, Deque<Placed>>> open = new HashMap<>();
    Map<TieEnd, Long> lastTies = new HashMap<>(); // by staff and pitch, all at 0
    List<Placed> sounding = new ArrayList<>();
    for (Placed next : written) {
      int staff = Math.min(next.note.staff(), staves - 1);
      TieEnd here = new TieEnd(staff, next.note.pitch(), next.onset);
      Placed tied = taken(open.getOrDefault(here, Map.of()), next.note);
      TieEnd line = new TieEnd(staff, next.note.pitch(), 0);
      Long lastTie = lastTies.remove(line);
      if (tied == null) {
        sounding.add(next);
        tied = next;
        if (next.note.endsTie() && lastTie != null && lastTie < next.onset) {
          tally.add(MidiWarning.TIE_OVER_GAP, 0);
        }
      }
      tied.end = next.end;
      if (next.note.startsTie()) {
        lastTies.put(line, next.end);
        open.computeIfAbsent(new TieEnd(staff, next.note.pitch(), next.end), at -> new TreeMap<>())
            .computeIfAbsent(next.note.voice(), voice -> new ArrayDeque<>())
            .add(tied);
      }
    }
    return sounding;
  }

  /** Takes what a note goes on from out of what is open where it begins; null for nothing. */
  private static Placed taken(Map<String, Deque<Placed>> byVoice, NoteEvent next) {
    String voice = next.voice();
    if (!byVoice.containsKey(voice)) {
      if (!next.endsTie() || byVoice.isEmpty()) {
        return null;
      }
      voice = byVoice.keySet().iterator().next();
    }
    Deque<Placed> notes = byVoice.get(voice);
    Placed first = notes.remove();
    if (notes.isEmpty()) {
      byVoice.remove(voice);
    }
    return first;
  }

  private void add(
      Placed placed, Part part, int firstTrack, NavigableMap<Long, Integer> velocities) {
    NoteEvent note = placed.note;
    Map.Entry<Long, Integer> dynamics = velocities.floorEntry(placed.onset);
    int written = dynamics == null ? Dynamics.DEFAULT_VELOCITY : dynamics.getValue();
    if (!isWholeTick(placed.onset) || !isWholeTick(placed.end)) {
      tally.add(MidiWarning.DURATION_ROUNDED, 0);
    }
    score.note(
        firstTrack + Math.min(note.staff(), part.staves() - 1),
        note.channel(),
        note.program(),
        note.pitch(),
        note.velocity() > 0 ? note.velocity() : written,
        tick(placed.onset),
        tick(placed.end));
  }

  private boolean isWholeTick(long units) {
    return units % unitsAQuarter * ticksAQuarter % unitsAQuarter == 0;
  }

  private long tick(long units) {
    long quarters = units / unitsAQuarter;
    long rest = units % unitsAQuarter * ticksAQuarter;
    return quarters * ticksAQuarter + (2 * rest + unitsAQuarter) / (2 * unitsAQuarter);
  }

  /**
   * The metres as written, and again where a measure does not begin on a bar line, as after a
   * pickup: so bars are the first part's measures.
   */
  private void addMetres() {
    Mark current = null;
    long from = 0;
    for (long line : barLines) {
      Map.Entry<Long, Mark> written = metres.floorEntry(line);
      if (written == null) {
        continue;
      }
      Mark metre = written.getValue();
      boolean isNew =
          current == null || metre.value() != current.value() || metre.more() != current.more();
      boolean isOff =
          !isNew && (line - from) * metre.more() % (4L * metre.value() * ticksAQuarter) != 0;
      if (isNew || isOff) {
        score.timeSignature(TimeSignature.of(line, metre.value(), metre.more()));
        current = metre;
        from = line;
      }
    }
  }
}
