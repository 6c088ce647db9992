package io.partita.abc;

import io.partita.MalformedInputException;
import io.partita.notation.Mark;
import io.partita.notation.Measure;
import io.partita.notation.NotationFault;
import io.partita.notation.NoteEvent;
import io.partita.notation.Part;
import io.partita.notation.Signs;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A voice while it is read: what holds for its next note, and its measures so far. */
final class Voice implements Part {
  /** Of a quarter: halves of halves down to 2^-10, and their thirds, fifths … are whole units. */
  static final long UNITS = 1024L * 9 * 5 * 7 * 11 * 13;

  /** What a whole note and a fraction of 999 · 999 in a tuplet of 99 make still fits a long. */
  static final int MOST_NUMBER = 999;

  static final int MOST_TUPLET = 99;

  private static final long MOST_QUARTERS = 100_000;
  private static final int MOST_MEASURES = 100_000;
  private static final List<Integer> SEMITONES = List.of(0, 2, 4, 5, 7, 9, 11);

  final String id;
  String givenName = "";
  int channel;
  int program;

  /** In semitones: an instrument's, and what its clef, its octave and an instruction add. */
  int transpose;

  int clef;
  int octaves;
  int instructed;

  /** The length of a note without a number, in units. */
  long unit = UNITS / 2;

  /** The length of a bar, in units; that of 4/4 without a metre. */
  long bar = 4 * UNITS;

  /** Whether three of the metre's notes are a beat, as in 6/8. */
  boolean isCompound;

  Propagation propagation = Propagation.PITCH;

  private final MidiWarnings.Tally tally;
  private final List<Measure> measures = new ArrayList<>();

  /** By step, C to B, what the key alters. */
  private List<Integer> key = List.of(0, 0, 0, 0, 0, 0, 0);

  /** What the bar's accidentals alter, by step, in all octaves or in one. */
  private final Map<Integer, Integer> accidentals = new HashMap<>();

  /** How the notes are altered that the last event ties on, by step and octave. */
  private Map<Integer, Integer> tied = Map.of();

  /** The last event's notes, which a tie may still follow. */
  private Played last = Played.NOTHING;

  private Measure measure = new Measure();

  /** How many bar lines end the measures so far; a bar with an ending inside is two measures. */
  private int bars;

  private long cursor;

  /** Where the longest of the measure's overlays before this one ends. */
  private long overlaid;

  private int overlay;

  private int tupletCount;
  private int tupletTime;
  private int tupletLeft;

  /** What the event multiplies lengths by, and what a broken rhythm leaves to the next one. */
  private long numerator = 1;

  private long denominator = 1;
  private long nextNumerator = 1;
  private long nextDenominator = 1;

  /** The notes that the next line of words is sung to. */
  private final List<Sung> line = new ArrayList<>();

  private int sung;
  private boolean isSung;

  /** For which other notes an accidental holds to the end of the bar (section 11.3). */
  enum Propagation {
    NOT,
    OCTAVE,
    PITCH
  }

  /**
   * A note as written.
   *
   * @param step 0 to 6, from C
   * @param octave 4 from middle C on
   * @param accidental −2 to 2; null where none is written
   * @param numerator of its length
   * @param denominator of its length
   * @param isTied whether it goes on in the next note
   */
  record Tone(
      int step, int octave, Integer accidental, long numerator, long denominator, boolean isTied) {
    Tone tied() {
      return new Tone(step, octave, accidental, numerator, denominator, true);
    }
  }

  private record Sung(Measure measure, int bar, long at) {}

  /**
   * Notes of one event.
   *
   * @param measure which has them from {@code from} on, before {@code to}
   * @param alterations by step and octave
   */
  private record Played(Measure measure, int from, int to, Map<Integer, Integer> alterations) {
    static final Played NOTHING = new Played(new Measure(), 0, 0, Map.of());
  }

  /**
   * @param id empty for that of a tune that names no voices
   */
  Voice(String id, int channel, MidiWarnings.Tally tally) {
    this.id = id;
    this.channel = channel;
    this.tally = tally;
  }

  @Override
  public String name() {
    return givenName;
  }

  @Override
  public int channel() {
    return channel;
  }

  @Override
  public int staves() {
    return 1;
  }

  @Override
  public List<Measure> measures() {
    return measures;
  }

  /** Semitones that notes sound above what is written. */
  int transposition() {
    return transpose + instructed + 12 * (clef + octaves);
  }

  void key(List<Integer> alterations) {
    key = alterations;
    accidentals.clear();
  }

  void mark(Mark.Kind kind, int value, int more, String text) {
    measure.marks.add(new Mark(cursor, 0, kind, value, more, text));
  }

  /** The signs of the measure that is being read. */
  Signs signs() {
    return measure.signs;
  }

  /**
   * The next notes and rests are a tuplet: {@code count} in the time of {@code time}.
   *
   * @param events how many
   */
  void tuplet(int count, int time, int events) {
    tupletCount = count;
    tupletTime = time;
    tupletLeft = events;
  }

  /**
   * Begins a note, chord or rest.
   *
   * @param broken how many {@code >} are between it and the next; {@code <} count negative
   */
  void event(int broken) {
    numerator = nextNumerator;
    denominator = nextDenominator;
    if (tupletLeft > 0) {
      tupletLeft--;
      numerator *= tupletTime;
      denominator *= tupletCount;
    }
    long shares = 1L << Math.abs(broken);
    nextNumerator = broken < 0 ? 2 * shares - 1 : 1;
    nextDenominator = shares;
    numerator *= broken > 0 ? 2 * shares - 1 : 1;
    denominator *= shares;
  }

  /**
   * Notes together; the first one's length is the chord's (section 4.17).
   *
   * @param chordNumerator multiplies the lengths of all
   * @param byteOffset where they are, for faults
   */
  void play(List<Tone> tones, long chordNumerator, long chordDenominator, int byteOffset)
      throws MalformedInputException {
    Map<Integer, Integer> nextTied = new HashMap<>();
    Map<Integer, Integer> alterations = new HashMap<>();
    int from = measure.notes.size();
    long moved = -1;
    for (Tone tone : tones) {
      long length =
          units(tone.numerator * chordNumerator, tone.denominator * chordDenominator, byteOffset);
      moved = moved < 0 ? length : moved;
      int place = 7 * tone.octave + tone.step;
      int alteration = alteration(tone, place);
      alterations.put(place, alteration);
      if (tone.isTied) {
        nextTied.put(place, alteration);
      }
      int pitch = 12 * (tone.octave + 1) + SEMITONES.get(tone.step) + alteration + transposition();
      if (pitch < 0 || pitch > 127) {
        tally.add(MidiWarning.PITCH_BEYOND_MIDI, byteOffset);
      } else {
        measure.notes.add(
            new NoteEvent(
                0,
                Integer.toString(overlay),
                cursor,
                length,
                pitch,
                channel,
                program,
                0,
                tied.containsKey(place),
                tone.isTied));
      }
    }
    line.add(new Sung(measure, bars, cursor));
    tied = nextTied;
    last = new Played(measure, from, measure.notes.size(), alterations);
    move(moved, byteOffset);
  }

  /**
   * Ties the last event's notes on, as a sign does that is not written right after them.
   *
   * @return whether there are any, and no rest after them
   */
  boolean tie() {
    tied = last.alterations;
    last.measure
        .notes
        .subList(last.from, last.to)
        .replaceAll(note -> note.with(note.at(), note.length(), note.endsTie(), true));
    return !tied.isEmpty();
  }

  private void untie() {
    tied = Map.of();
    last = Played.NOTHING;
  }

  private int alteration(Tone tone, int place) {
    int scope = propagation == Propagation.OCTAVE ? place : tone.step;
    if (tone.accidental != null) {
      if (propagation != Propagation.NOT) {
        accidentals.put(scope, tone.accidental);
      }
      return tone.accidental;
    }
    Integer before = tied.get(place);
    return before == null ? accidentals.getOrDefault(scope, key.get(tone.step)) : before;
  }

  void rest(long restNumerator, long restDenominator, int byteOffset)
      throws MalformedInputException {
    untie();
    move(units(restNumerator, restDenominator, byteOffset), byteOffset);
  }

  /** Rests of whole bars. */
  void restBars(int count, int byteOffset) throws MalformedInputException {
    untie();
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        endMeasure(byteOffset);
      }
      move(bar, byteOffset);
    }
  }

  /** A length with all that changes it; of what is between two units the nearest. */
  private long units(long lengthNumerator, long lengthDenominator, int byteOffset) {
    long dividend = unit * lengthNumerator * numerator;
    long divisor = lengthDenominator * denominator;
    if (dividend % divisor != 0) {
      tally.add(MidiWarning.DURATION_ROUNDED, byteOffset);
    }
    return (dividend + divisor / 2) / divisor;
  }

  private void move(long units, int byteOffset) throws MalformedInputException {
    cursor += units;
    if (cursor > MOST_QUARTERS * UNITS) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE, byteOffset, "A measure is longer than 100000 quarters");
    }
  }

  /** What follows is played along with what the measure has so far. */
  void overlay() {
    overlaid = Math.max(overlaid, cursor);
    cursor = 0;
    overlay++;
    untie();
  }

  /** Ends the measure at a bar line, unless nothing is in it, as between two side by side. */
  void endMeasure(int byteOffset) throws MalformedInputException {
    accidentals.clear();
    if (close(byteOffset)) {
      bars++;
    }
  }

  /** What follows is a measure of its own in the same bar, if anything is before it. */
  void splitMeasure(int byteOffset) throws MalformedInputException {
    if (close(byteOffset)) {
      measures.get(measures.size() - 1).isBarEnd = false;
    }
  }

  private boolean close(int byteOffset) throws MalformedInputException {
    measure.length = Math.max(overlaid, cursor);
    if (measure.length == 0) {
      return false;
    }
    if (measures.size() == MOST_MEASURES) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE, byteOffset, "A voice has more than 100000 measures");
    }
    measures.add(measure);
    measure = new Measure();
    cursor = 0;
    overlaid = 0;
    overlay = 0;
    return true;
  }

  /**
   * What a bar line says of the measure before it, if there is one.
   *
   * @param times how often a section that ends is played; 0 where none ends
   * @param isEndingEnd whether an ending cannot go on
   */
  void endSection(int times, boolean isEndingEnd) {
    if (!measures.isEmpty()) {
      Signs last = measures.get(measures.size() - 1).signs;
      last.times = Math.max(last.times, times);
      last.isEndingEnd |= isEndingEnd;
    }
  }

  /** Lines of words after this are sung to the notes that follow. */
  void beginLine() {
    line.clear();
    sung = 0;
    isSung = false;
  }

  /**
   * Words below the line of notes (section 5.1); only the first verse is sung.
   *
   * @param goesOn whether they go on from the words before
   */
  void sing(String words, boolean goesOn) {
    if (isSung && !goesOn) {
      return;
    }
    isSung = true;
    StringBuilder syllable = new StringBuilder();
    for (int i = 0; i < words.length(); i++) {
      char next = words.charAt(i);
      boolean isEscaped = next == '\\' && words.startsWith("-", i + 1);
      if (isEscaped) {
        syllable.append('-');
        i++;
      } else if (next == '~') {
        syllable.append(' ');
      } else if (next == '-' && syllable.length() > 0) {
        sing(syllable.append('-'));
      } else if (Character.isWhitespace(next)) {
        sing(syllable);
      } else if (next == '-' || next == '_' || next == '*') {
        sing(syllable);
        sung++;
      } else if (next == '|') {
        sing(syllable);
        singNextMeasure();
      } else {
        syllable.append(next);
      }
    }
    sing(syllable);
  }

  private void sing(StringBuilder syllable) {
    if (syllable.length() > 0) {
      if (sung < line.size()) {
        Sung note = line.get(sung);
        note.measure.marks.add(new Mark(note.at, 0, Mark.Kind.LYRIC, 0, 0, syllable.toString()));
      }
      sung++;
      syllable.setLength(0);
    }
  }

  private void singNextMeasure() {
    if (sung <= line.size() && !line.isEmpty()) {
      int lastBar = line.get(Math.max(0, sung - 1)).bar;
      while (sung < line.size() && line.get(sung).bar <= lastBar) {
        sung++;
      }
    }
  }
}
