package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.notation.Dynamics;
import io.partita.notation.Mark;
import io.partita.notation.Measure;
import io.partita.notation.NotationFault;
import io.partita.notation.NoteEvent;
import io.partita.notation.Part;
import io.partita.notation.Signs;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The measures of one part, read one after the other. Time is counted in units, an equal fraction
 * of a quarter note in all parts; {@link Bars} gives the measures their lengths.
 */
final class PartReader implements Part {
  private static final double MAX_QUARTERS = 100_000;
  private static final double EXACT = 1e-3;
  private static final int STEPS_AN_OCTAVE = 12;
  private static final String STEPS = "C D EF G A B";
  private static final int FORTE = 90;
  private static final int SNARE = 38;
  private static final int MAX_STAVES = 16;

  private final Instruments.Part part;
  private final long unitsAQuarter;
  private final MidiWarnings.Tally tally;
  private final List<Measure> measures = new ArrayList<>();
  private final List<Bars.Content> contents = new ArrayList<>();
  private final Map<Integer, NavigableMap<Long, Signs>> inside = new HashMap<>();

  /** By staff, from 0; -1 is for all that have none of their own. */
  private final Map<Integer, Transposition> transpositions = new HashMap<>();

  private int staves = 1;
  private double divisions;

  /** That begins in the measure; 0 for none. */
  private double metreQuarters;

  private Measure measure;
  private long cursor;

  /** Of the last note that is no further one of a chord: they share its onset and staff. */
  private long lastOnset;

  private int lastStaff;
  private String lastVoice = "";
  private long end;

  /** The first rest of the measure; null before it. */
  private Bars.Rest rest;

  private int rests;
  private long shortestRest;
  private int notes;

  private record Transposition(int steps, int semitones) {
    static final Transposition NONE = new Transposition(0, 0);
  }

  PartReader(Instruments.Part part, long unitsAQuarter, MidiWarnings.Tally tally) {
    this.part = part;
    this.unitsAQuarter = unitsAQuarter;
    this.tally = tally;
  }

  @Override
  public String name() {
    return part.name;
  }

  /** The channel of the part's first instrument. */
  @Override
  public int channel() {
    return part.sound("").channel();
  }

  @Override
  public int staves() {
    return staves;
  }

  @Override
  public List<Measure> measures() {
    return measures;
  }

  /** What decides how long the measures are. */
  List<Bars.Content> contents() {
    return contents;
  }

  /** The repeats and endings inside of measures, by measure and place in units. */
  Map<Integer, NavigableMap<Long, Signs>> inside() {
    return inside;
  }

  /** Adds empty measures until there are so many: those that a score by measures leaves out. */
  void pad(int count) {
    while (measures.size() < count) {
      measures.add(new Measure());
      contents.add(new Bars.Content(0, null, 0, 0, 0, 0, 0));
    }
  }

  /**
   * Reads one measure.
   *
   * @param content a {@code measure} of a part, or the {@code part} of a measure
   */
  void read(Element content) throws MalformedInputException {
    measure = new Measure();
    cursor = 0;
    lastOnset = 0;
    end = 0;
    rest = null;
    rests = 0;
    shortestRest = Long.MAX_VALUE;
    notes = 0;
    metreQuarters = 0;
    for (Element child : content.children()) {
      switch (child.name()) {
        case "note" -> note(child);
        case "backup" -> backup(child);
        case "forward" -> forward(child);
        case "attributes" -> attributes(child);
        case "direction" -> direction(child);
        case "sound" -> sound(child, cursor);
        case "barline" -> barline(child);
        default -> {} // harmony, figured bass and layout do not sound
      }
    }
    measures.add(measure);
    contents.add(
        new Bars.Content(
            end, rest, rests, shortestRest, notes, metreQuarters, content.byteOffset()));
  }

  /** A bar line inside of the measure splits it; others are of its beginning or end. */
  private void barline(Element barline) {
    boolean isInside = cursor > 0 && barline.attribute("location").equals("middle");
    SignReader.barline(barline, isInside ? signsInside(cursor) : measure.signs);
  }

  private Signs signsInside(long at) {
    return inside
        .computeIfAbsent(measures.size(), bar -> new TreeMap<>())
        .computeIfAbsent(at, place -> new Signs());
  }

  private void backup(Element backup) throws MalformedInputException {
    long to = cursor - duration(backup);
    if (to < 0) {
      tally.add(MidiWarning.BACKUP_BEYOND_MEASURE, backup.byteOffset());
    }
    cursor = Math.max(0, to);
  }

  /** Moves on; what a measure only skips is a part of it too. */
  private void forward(Element forward) throws MalformedInputException {
    moveTo(cursor + duration(forward), forward);
    end = Math.max(end, cursor);
  }

  private void moveTo(long position, Element source) throws MalformedInputException {
    if (position > MAX_QUARTERS * unitsAQuarter) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE, source.byteOffset(), "A measure is longer than 100000 quarters");
    }
    cursor = position;
  }

  /** The length that an element has or moves by. */
  private long duration(Element holder) throws MalformedInputException {
    return units(holder.number("duration", 0, Integer.MAX_VALUE), holder);
  }

  /** Divisions of a quarter as units; of what is between two the nearest. */
  private long units(double duration, Element source) throws MalformedInputException {
    if (divisions == 0) {
      tally.add(MidiWarning.NO_DIVISIONS, source.byteOffset());
      divisions = 1;
    }
    double quarters = duration / divisions;
    if (Math.abs(quarters) > MAX_QUARTERS) {
      throw new MalformedInputException(
          NotationFault.BAD_VALUE,
          source.byteOffset(),
          String.format(Locale.ROOT, "%.0f divisions are %.0f quarters", duration, quarters));
    }
    double units = quarters * unitsAQuarter;
    if (Math.abs(units - Math.rint(units)) > EXACT) {
      tally.add(MidiWarning.DURATION_ROUNDED, source.byteOffset());
    }
    return Math.round(units);
  }

  private void attributes(Element attributes) throws MalformedInputException {
    if (attributes.has("divisions")) {
      divisions = attributes.number("divisions", MusicXmlReader.MIN_DIVISIONS, 1e6);
    }
    OptionalDouble count = attributes.number("staves");
    if (count.isPresent()) {
      staves = (int) Math.max(staves, Math.min(MAX_STAVES, count.getAsDouble()));
    }
    for (Element transpose : attributes.children("transpose")) {
      transpose(transpose);
    }
    for (Element key : attributes.children("key")) {
      key(key);
    }
    for (Element time : attributes.children("time")) {
      time(time);
    }
  }

  private void transpose(Element transpose) {
    int octaves = (int) clamp(transpose.number("octave-change").orElse(0), 10);
    int semitones = (int) clamp(transpose.number("chromatic").orElse(0), 60);
    int steps = (int) clamp(transpose.number("diatonic").orElse(0), 60);
    Transposition to =
        new Transposition(steps + 7 * octaves, semitones + STEPS_AN_OCTAVE * octaves);
    int staff = (int) transpose.attributeNumber("number").orElse(0) - 1;
    if (staff < 0) {
      transpositions.clear();
    }
    transpositions.put(Math.max(-1, staff), to);
  }

  private Transposition transposition(int staff) {
    return transpositions.getOrDefault(staff, transpositions.getOrDefault(-1, Transposition.NONE));
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  /** The key that sounds, as the notes do. */
  private void key(Element key) {
    OptionalDouble fifths = key.number("fifths");
    if (fifths.isEmpty()) {
      return; // a key of its own steps, which MIDI has no name for
    }
    int staff = (int) clamp(key.attributeNumber("number").orElse(1) - 1, MAX_STAVES);
    Transposition by = transposition(staff);
    int sharps = (int) clamp(fifths.getAsDouble(), 20) + 7 * by.semitones - 12 * by.steps;
    sharps = sharps > 7 ? sharps - STEPS_AN_OCTAVE : sharps;
    sharps = sharps < -7 ? sharps + STEPS_AN_OCTAVE : sharps;
    if (sharps < -7 || sharps > 7) {
      tally.add(MidiWarning.INVALID_KEY_SIGNATURE, key.byteOffset());
      return;
    }
    String mode = key.text("mode");
    int minor = mode.equals("minor") || mode.equals("aeolian") ? 1 : 0;
    measure.marks.add(new Mark(cursor, 0, Mark.Kind.KEY, sharps, minor, ""));
  }

  /** A metre: {@code 3+2} over 8 is 5/8, and 3/8 with 2/4 is 7/8. */
  private void time(Element time) {
    if (time.has("senza-misura")) {
      return;
    }
    List<Element> beats = time.children("beats");
    List<Element> types = time.children("beat-type");
    int numerator = 0;
    int denominator = 1;
    boolean isMetre = !beats.isEmpty() && beats.size() == types.size();
    for (int i = 0; isMetre && i < beats.size(); i++) {
      int type = count(types.get(i).text());
      int sum = sum(beats.get(i).text());
      isMetre = sum > 0 && type > 0 && type <= 128 && Integer.bitCount(type) == 1;
      if (isMetre) {
        int common = Math.max(denominator, type);
        numerator = numerator * (common / denominator) + sum * (common / type);
        denominator = common;
        isMetre = numerator <= 255;
      }
    }
    if (!isMetre) {
      tally.add(MidiWarning.INVALID_TIME_SIGNATURE, time.byteOffset());
      return;
    }
    metreQuarters = 4.0 * numerator / denominator;
    measure.marks.add(new Mark(cursor, 0, Mark.Kind.METRE, numerator, denominator, ""));
  }

  private static int sum(String beats) {
    int sum = 0;
    for (int from = 0; from <= beats.length(); ) {
      int to = beats.indexOf('+', from);
      to = to < 0 ? beats.length() : to;
      int count = count(beats.substring(from, to));
      if (count == 0) {
        return 0;
      }
      sum = Math.min(1000, sum + count);
      from = to + 1;
    }
    return sum;
  }

  /** A whole number above 0, at most three digits; 0 for other texts. */
  private static int count(String text) {
    String digits = text.strip();
    return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
  }

  private void note(Element note) throws MalformedInputException {
    if (note.has("grace")) {
      tally.add(MidiWarning.GRACE_NOTE, note.byteOffset());
      return;
    }
    boolean isChord = note.has("chord");
    long length = 0;
    if (note.has("duration")) {
      length = duration(note);
    } else {
      tally.add(MidiWarning.NO_DURATION, note.byteOffset());
    }
    long at = isChord ? lastOnset : cursor;
    if (!isChord) {
      lastOnset = at;
      lastStaff = staff(note);
      lastVoice = note.text("voice");
      moveTo(at + length, note);
    }
    if (note.has("rest")) {
      rests++;
      boolean isWholeBar = isWholeBar(note);
      shortestRest = isWholeBar ? shortestRest : Math.min(shortestRest, length);
      if (rest == null) {
        rest = new Bars.Rest(at, length, isWholeBar);
      } else {
        end = Math.max(end, at + length);
      }
      return;
    }
    notes++;
    end = Math.max(end, at + length);
    if (note.has("cue")) {
      tally.add(MidiWarning.CUE_NOTE, note.byteOffset()); // "a silent note with no playback"
    } else {
      sounding(note, at, length);
    }
  }

  /**
   * Whether a rest is said to fill its measure; one that is written as a shorter note is in a
   * pickup.
   */
  private static boolean isWholeBar(Element note) {
    String type = note.text("type");
    return note.child("rest").filter(rest -> rest.isYes("measure")).isPresent()
        && (type.isEmpty() || type.equals("whole") || type.equals("breve"));
  }

  private void sounding(Element note, long at, long length) throws MalformedInputException {
    int staff = lastStaff;
    String id = note.child("instrument").map(i -> i.attribute("id")).orElse("");
    Instruments.Sound sound = part.sound(id);
    int pitch;
    if (note.has("unpitched")) {
      pitch = sound.drum();
      if (pitch < 0) {
        tally.add(MidiWarning.DRUM_GUESSED, note.byteOffset());
        pitch = SNARE;
      }
      sound = new Instruments.Sound(Note.DRUM_CHANNEL, 0, pitch);
    } else {
      pitch = pitch(note, staff);
      if (pitch < 0 || pitch > 127) {
        tally.add(MidiWarning.PITCH_BEYOND_MIDI, note.byteOffset());
        return;
      }
    }
    boolean endsTie = false;
    boolean startsTie = false;
    for (Element tie : note.children("tie")) {
      endsTie |= tie.attribute("type").equals("stop");
      startsTie |= tie.attribute("type").equals("start");
    }
    OptionalDouble loud = note.attributeNumber("dynamics");
    measure.notes.add(
        new NoteEvent(
            staff,
            lastVoice,
            at,
            length,
            pitch,
            sound.channel(),
            sound.program(),
            loud.isPresent() ? velocity(loud.getAsDouble()) : 0,
            endsTie,
            startsTie));
    for (Element lyric : note.children("lyric")) {
      lyric(lyric, at, staff);
    }
  }

  private int staff(Element of) {
    int staff = (int) clamp(of.number("staff").orElse(1) - 1, MAX_STAVES - 1.0);
    return Math.max(0, staff);
  }

  /** The pitch that sounds; of a microtone the nearest, of two the higher one. */
  private int pitch(Element note, int staff) throws MalformedInputException {
    Element pitch =
        note.child("pitch")
            .orElseThrow(
                () ->
                    new MalformedInputException(
                        NotationFault.BAD_VALUE,
                        note.byteOffset(),
                        "A note has neither a pitch nor a rest"));
    String step = pitch.text("step");
    int semitone = step.length() == 1 ? STEPS.indexOf(step) : -1;
    if (semitone < 0) {
      throw new MalformedInputException(
          NotationFault.BAD_VALUE,
          pitch.byteOffset(),
          String.format(Locale.ROOT, "<step> must be A to G, but is \"%.40s\"", step));
    }
    double alter = pitch.has("alter") ? pitch.number("alter", -12, 12) : 0;
    if (alter != Math.rint(alter)) {
      tally.add(MidiWarning.MICROTONE_ROUNDED, note.byteOffset());
    }
    int octave = (int) pitch.number("octave", -10, 20);
    return STEPS_AN_OCTAVE * (octave + 1)
        + semitone
        + (int) Math.floor(alter + 0.5)
        + transposition(staff).semitones;
  }

  private void lyric(Element lyric, long at, int staff) {
    String number = lyric.attribute("number");
    if (!number.isEmpty() && !number.equals("1")) {
      return; // one verse is sung as written
    }
    String text = lyric.text("text");
    String syllabic = lyric.text("syllabic");
    boolean goesOn = syllabic.equals("begin") || syllabic.equals("middle");
    if (!text.isEmpty()) {
      String sung = goesOn ? text + "-" : text;
      measure.marks.add(new Mark(at, staff, Mark.Kind.LYRIC, 0, 0, sung));
    }
  }

  private void direction(Element direction) throws MalformedInputException {
    long at = cursor;
    if (direction.child("offset").filter(offset -> offset.isYes("sound")).isPresent()) {
      at = moved(direction);
    }
    for (Element type : direction.children("direction-type")) {
      for (Element mark : type.children()) {
        switch (mark.name()) {
          case "metronome" -> metronome(mark, at);
          case "dynamics" -> dynamics(mark, at);
          case "pedal" -> pedal(mark, at);
          case "rehearsal" ->
              measure.marks.add(new Mark(at, 0, Mark.Kind.MARKER, 0, 0, mark.text()));
          default -> {} // words, wedges and lines
        }
      }
    }
    for (Element sound : direction.children("sound")) {
      sound(sound, at);
    }
  }

  /** The cursor as an {@code offset} moves it. */
  private long moved(Element holder) throws MalformedInputException {
    double offset = holder.number("offset").orElse(0);
    return cursor + units(offset, holder);
  }

  /** What plays: it overrules what is only written in the same direction, as it comes later. */
  private void sound(Element sound, long directionAt) throws MalformedInputException {
    long at = sound.has("offset") ? moved(sound) : directionAt;
    OptionalDouble tempo = Element.tempo(sound.attribute("tempo"));
    if (tempo.isPresent() || !sound.attribute("tempo").isEmpty()) {
      tempo(tempo.orElse(0), at, sound);
    }
    OptionalDouble loud = sound.attributeNumber("dynamics");
    if (loud.isPresent()) {
      measure.marks.add(Mark.of(at, Mark.Kind.VELOCITY, velocity(loud.getAsDouble())));
    }
    OptionalDouble pedal = sound.attributeNumber("damper-pedal");
    if (pedal.isPresent()) {
      int value = (int) Math.max(0, Math.min(127, pedal.getAsDouble() * 1.27));
      measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, value));
    } else if (!sound.attribute("damper-pedal").isEmpty()) {
      int value = sound.isYes("damper-pedal") ? 127 : 0;
      measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, value));
    }
    sound.children("midi-instrument").forEach(part::change);
    SignReader.sound(sound, measure.signs);
  }

  /** A percentage of forte, which is 90 (MusicXML 4.0, attribute {@code dynamics}). */
  private static int velocity(double percent) {
    return (int) Math.max(1, Math.min(127, Math.round(percent * FORTE / 100)));
  }

  private void tempo(double quartersAMinute, long at, Element source) {
    if (quartersAMinute <= 0) {
      tally.add(MidiWarning.TEMPO_ZERO, source.byteOffset());
      return;
    }
    long micros = Math.round(60e6 / quartersAMinute);
    int inRange = (int) Math.max(1, Math.min(0xFFFFFF, micros));
    measure.marks.add(Mark.of(at, Mark.Kind.TEMPO, inRange));
  }

  /** A mark as a dotted quarter = 72; words as {@code ca. 72} are left to the reader. */
  private void metronome(Element mark, long at) {
    double quarters = NoteType.quarters(mark.text("beat-unit"));
    double undotted = quarters;
    for (int dot = 0; dot < Math.min(4, mark.children("beat-unit-dot").size()); dot++) {
      undotted /= 2;
      quarters += undotted;
    }
    OptionalDouble perMinute = Element.tempo(mark.text("per-minute"));
    if (quarters > 0 && perMinute.isPresent()) {
      tempo(perMinute.getAsDouble() * quarters, at, mark);
    }
  }

  private void dynamics(Element dynamics, long at) {
    for (Element level : dynamics.children()) {
      int velocity = Dynamics.velocity(level.name());
      if (velocity > 0) {
        measure.marks.add(Mark.of(at, Mark.Kind.VELOCITY, velocity));
      }
    }
  }

  private void pedal(Element pedal, long at) {
    switch (pedal.attribute("type")) {
      case "start", "resume" -> measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, 127));
      case "stop", "discontinue" -> measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, 0));
      case "change" -> {
        measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, 0));
        measure.marks.add(Mark.of(at, Mark.Kind.PEDAL, 127));
      }
      default -> {} // the line goes on
    }
  }
}
