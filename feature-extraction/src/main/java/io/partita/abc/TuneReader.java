package io.partita.abc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.notation.Fractions;
import io.partita.notation.Mark;
import io.partita.notation.Measure;
import io.partita.notation.NotationFault;
import io.partita.notation.NoteEvent;
import io.partita.notation.Part;
import io.partita.notation.ScoreAssembly;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import io.partita.score.Score;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of one tune: its fields are read here (section 3), its music by {@link MusicLine}. */
final class TuneReader {
  private static final int MOST_VOICES = 1000;

  /** What is longer is read up to here: a header's field is read again for each voice. */
  private static final int LONGEST_FIELD = 1000;

  private static final int CHANNELS = 16;
  private static final int MOST_SEMITONES = 60;

  private static final Pattern METRE =
      Pattern.compile("\\(?([0-9]{1,3}(?: ?\\+ ?[0-9]{1,3}){0,15})\\)? ?/ ?([0-9]{1,3})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern UNIT = Pattern.compile("([0-9]{1,4})(?: ?/ ?([0-9]{1,4}))?");
  private static final Pattern BEATS =
      Pattern.compile("((?:[0-9]{1,3}/[0-9]{1,3} *){1,8})= *([0-9]{1,5}(?:[.,][0-9]{1,5})?)");
  private static final Pattern BEAT = Pattern.compile("([0-9]+)/([0-9]+)");
  private static final Pattern UNITS_A_MINUTE =
      Pattern.compile("(?:C([0-9]{0,3})(?:/([0-9]{1,3}))? *= *)?([0-9]{1,5}(?:[.,][0-9]{1,5})?)");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");

  /** A key's note and mode; {@code m=} after a space is the line of a clef. */
  private static final Pattern TONIC =
      Pattern.compile(
          "([A-G])([#b]?)"
              + "(?:(?! +[mM]=) *((?i:m|(?:maj|min|mix|dor|phr|lyd|loc|ion|aeo)[A-Za-z]*))"
              + "(?![A-Za-z]))?(?![A-Za-z])");

  private static final Pattern ALTERED = Pattern.compile("(\\^\\^|\\^|__|_|=)([a-gA-G])");
  private static final Pattern ALL_ALTERED = Pattern.compile("(?:[=_^]{1,2}[a-gA-G])+");
  private static final Pattern CLEF =
      Pattern.compile(
          "(?:treble|alto|tenor|bass|baritone|soprano|mezzo|perc|none)[0-9]?([+-]8)?"
              + "|[CFG][1-5]|[+-]8(?:va)?");
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z]{1,20})=(?:\"([^\"]*)\"|(\\S+))|(\\S+)");

  /** What a key may set besides its notes (section 4.6, and what programs added to it). */
  private static final Set<String> CLEF_PARAMETERS =
      Set.of(
          "clef",
          "middle",
          "m",
          "transpose",
          "t",
          "octave",
          "stafflines",
          "staffscale",
          "style",
          "score",
          "sound",
          "shift",
          "instrument",
          "map");

  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern ACCENT = Pattern.compile("\\\\([`'^~\"c])([A-Za-z])");
  private static final Pattern CODE_POINT = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

  /** Of the accents of a text, in their order in {@link #COMBINING}. */
  private static final String ACCENTS = "`'^~\"c";

  private static final String COMBINING = "\u0300\u0301\u0302\u0303\u0308\u0327";

  /** The steps of the circle of fifths, from F. */
  private static final String FIFTHS = "FCGDAEB";

  private static final String STEPS = "CDEFGAB";
  private static final Map<String, Integer> MODES =
      Map.of("lyd", 1, "mix", -1, "dor", -2, "min", -3, "aeo", -3, "phr", -4, "loc", -5);

  /** What of a tune's header holds for a voice, in the order in which one depends on another. */
  private static final List<String> ORDER =
      List.of(
          "M",
          "L",
          "clef",
          "V",
          "K",
          "Q",
          "program",
          "channel",
          "transpose",
          "propagate-accidentals");

  /** What of them holds for all voices, even after the definition of one. */
  private static final Set<String> OF_THE_TUNE = Set.of("M", "L", "Q", "propagate-accidentals");

  private final String text;
  private final int maxNotes;
  private final MidiWarnings.Tally tally;

  /** The header's fields, by voice and kind; of all voices by the empty name. */
  private final Map<String, Map<String, Field>> header = new LinkedHashMap<>();

  private final Map<String, Voice> voices = new LinkedHashMap<>();
  private Voice voice;

  /** The voice of the header whose fields follow; empty for all. */
  private String headerVoice = "";

  private String title = "";
  private boolean isBody;

  /** What ends the lines that are passed over; empty while lines are read. */
  private String blockEnd = "";

  private char lastField;
  private boolean isContinued;
  private int channels;
  private int notes;

  private record Field(String value, int byteOffset) {}

  /**
   * @param text of the whole file, a character for each of its bytes
   */
  TuneReader(String text, int maxNotes, MidiWarnings.Tally tally) {
    this.text = text;
    this.maxNotes = maxNotes;
    this.tally = tally;
    header.put("", new HashMap<>());
  }

  /** Where the text begins, after the byte order mark of UTF-8. */
  static int afterMark(String text) {
    return text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
  }

  static int lineEnd(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Where the next line begins, after a line's end as on any system. */
  static int nextLine(String text, int end) {
    return text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }

  /** Whether a line before the first tune changes how all tunes are read (section 2.2.2). */
  static boolean isOfAllTunes(String text, int line) {
    boolean isField = "LMI".indexOf(text.charAt(line)) >= 0 && text.startsWith(":", line + 1);
    return isField
        || text.startsWith("%%MIDI", line)
        || text.startsWith("%%propagate-accidentals", line);
  }

  /**
   * Reads a tune.
   *
   * @param start of its first line
   * @param stop after its last line, or of the file
   */
  Score read(int start, int stop, boolean expandRepeats) throws MalformedInputException {
    for (int at = afterMark(text); at < start; at = nextLine(text, lineEnd(text, at))) {
      if (isOfAllTunes(text, at)) {
        line(at, lineEnd(text, at));
      }
    }
    int end;
    for (int at = Math.max(start, afterMark(text)); at < stop; at = nextLine(text, end)) {
      end = lineEnd(text, at);
      if (isBody && text.substring(at, end).isBlank()) {
        break;
      }
      line(at, end);
    }
    for (Voice each : voices.values()) {
      each.endMeasure(stop);
    }
    SharedSplits.share(voices.values());
    List<Voice> parts = new ArrayList<>(voices.values());
    parts.removeIf(each -> each.measures().isEmpty());
    if (parts.isEmpty()) {
      throw new MalformedInputException(
          NotationFault.NO_MUSIC,
          start,
          isBody ? "The tune has no notes" : "No key, K:, ends the header of a tune");
    }
    for (Voice part : parts) {
      if (part.givenName.isEmpty()) {
        part.givenName = parts.size() == 1 ? title : part.id;
      }
    }
    return new ScoreAssembly(
            parts, Voice.UNITS, Voice.UNITS / divisor(parts), maxNotes, expandRepeats, tally)
        .score();
  }

  /** The largest number of units that all times are multiples of. */
  private static long divisor(List<? extends Part> parts) {
    long divisor = Voice.UNITS;
    for (Part part : parts) {
      for (Measure measure : part.measures()) {
        divisor = Fractions.gcd(measure.length, divisor);
        for (NoteEvent note : measure.notes) {
          divisor = Fractions.gcd(note.at(), Fractions.gcd(note.length(), divisor));
        }
        for (Mark mark : measure.marks) {
          divisor = Fractions.gcd(mark.at(), divisor);
        }
      }
    }
    return divisor;
  }

  MidiWarnings.Tally tally() {
    return tally;
  }

  /** Counts text that means nothing. */
  void unknown(int byteOffset) {
    tally.add(MidiWarning.UNKNOWN_TEXT, byteOffset);
  }

  void count(int more, int byteOffset) throws MalformedInputException {
    notes += more;
    if (notes > maxNotes) {
      throw NotationFault.tooManyNotes(maxNotes, byteOffset);
    }
  }

  private void line(int from, int to) throws MalformedInputException {
    if (!blockEnd.isEmpty()) {
      blockEnd = text.startsWith(blockEnd, from) ? "" : blockEnd;
      return;
    }
    if (text.startsWith("%%", from)) {
      int stop = withoutComment(from + 2, to);
      instruction(text.substring(from + 2, stop), from);
      return;
    }
    int end = withoutComment(from, to);
    if (isField(from, end)) {
      field(text.charAt(from), from + 2, end);
    } else if (isBody && !text.substring(from, end).isBlank()) {
      if (!isContinued) {
        voice().beginLine();
      }
      isContinued = text.substring(from, end).stripTrailing().endsWith("\\");
      new MusicLine(this, text, from, end).read();
    }
  }

  private int withoutComment(int from, int to) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == '%' && (at == from || text.charAt(at - 1) != '\\')) {
        return at;
      }
    }
    return to;
  }

  /** Whether a line is a field, and no note before a bar line with dots. */
  private boolean isField(int from, int end) {
    if (end - from < 2 || text.charAt(from + 1) != ':') {
      return false;
    }
    char letter = text.charAt(from);
    char after = end - from > 2 ? text.charAt(from + 2) : ' ';
    boolean isLetter = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    return letter == '+' || (isLetter && !(isBody && (after == '|' || after == ':')));
  }

  /**
   * An information field, of the header, the body, or a line of music.
   *
   * @param from where its value begins
   * @param to where it ends
   */
  void field(char letter, int from, int to) throws MalformedInputException {
    String value = text.substring(from, to).strip();
    switch (letter) {
      case 'T' -> title = title.isEmpty() && !isBody ? decoded(value) : title;
      case 'M', 'L', 'Q' -> put(String.valueOf(letter), value, from);
      case 'K' -> {
        if (!isBody) {
          headerVoice = "";
        }
        put("clef", value, from);
        put("K", value, from);
        if (!isBody) {
          isBody = true;
          for (String id : header.keySet()) {
            if (!id.isEmpty()) {
              speak(id, from);
            }
          }
          voice = voices.values().stream().findFirst().orElse(null);
        }
      }
      case 'V' -> voice(value, from);
      case 'P' -> {
        if (isBody && !value.isEmpty()) {
          voice().mark(Mark.Kind.MARKER, 0, 0, decoded(value));
        }
      }
      case 'I' -> instruction(value.replace('=', ' '), from);
      case 'w' -> sing(value, false);
      case '+' -> {
        if (lastField == 'w') {
          sing(value, true);
        }
      }
      default -> {} // names, notes and histories do not sound
    }
    lastField = letter == '+' ? lastField : letter;
  }

  private void sing(String words, boolean goesOn) {
    if (isBody) {
      voice().sing(decoded(words), goesOn);
    }
  }

  /** The voice whose music is read. */
  Voice voice() {
    if (voice == null) {
      voice = added("");
    }
    return voice;
  }

  private void voice(String value, int byteOffset) throws MalformedInputException {
    Matcher id = WORD.matcher(value);
    if (!id.find()) {
      unknown(byteOffset);
      return;
    }
    String parameters = value.substring(id.end());
    if (isBody) {
      voice = speak(id.group(), byteOffset);
      parameters(voice, parameters, byteOffset);
      if (!isContinued) {
        voice.beginLine();
      }
    } else {
      headerVoice = id.group();
      if (header.size() > MOST_VOICES) {
        throw tooManyVoices(byteOffset);
      }
      header.computeIfAbsent(headerVoice, first -> new HashMap<>());
      put("V", parameters, byteOffset);
    }
  }

  /** The voice of an id. */
  private Voice speak(String id, int byteOffset) throws MalformedInputException {
    Voice known = voices.get(id);
    if (known == null && voices.size() == MOST_VOICES) {
      throw tooManyVoices(byteOffset);
    }
    return known == null ? added(id) : known;
  }

  private static MalformedInputException tooManyVoices(int byteOffset) {
    return new MalformedInputException(
        NotationFault.TOO_LARGE, byteOffset, "The tune has more than 1000 voices");
  }

  private Voice added(String id) {
    if (channels % CHANNELS == Note.DRUM_CHANNEL) {
      channels++;
    }
    Voice added = new Voice(id, channels++ % CHANNELS, tally);
    voices.put(id, added);
    Map<String, Field> own = header.getOrDefault(id, Map.of());
    Map<String, Field> all = header.get("");
    for (String kind : ORDER) {
      Field field = own.getOrDefault(kind, all.get(kind));
      if (field != null) {
        apply(added, kind, field);
      }
      if (kind.equals("M")) {
        added.unit = added.bar * 4 < 3 * 4 * Voice.UNITS ? Voice.UNITS / 4 : Voice.UNITS / 2;
      }
    }
    return added;
  }

  private void put(String kind, String value, int byteOffset) {
    if (value.length() > LONGEST_FIELD) {
      unknown(byteOffset);
    }
    String bounded = value.substring(0, Math.min(LONGEST_FIELD, value.length()));
    Field field = new Field(bounded, byteOffset);
    if (isBody) {
      apply(voice(), kind, field);
    } else {
      header.get(OF_THE_TUNE.contains(kind) ? "" : headerVoice).put(kind, field);
    }
  }

  private void apply(Voice to, String kind, Field field) {
    String value = field.value;
    int byteOffset = field.byteOffset;
    switch (kind) {
      case "M" -> metre(to, value, byteOffset);
      case "L" -> unit(to, value, byteOffset);
      case "K" -> key(to, value, byteOffset);
      case "clef", "V" -> parameters(to, value, byteOffset);
      case "Q" -> tempo(to, value, byteOffset);
      case "program" -> to.program = whole(value, 0, 127, to.program, byteOffset);
      case "channel" -> to.channel = whole(value, 1, CHANNELS, to.channel + 1, byteOffset) - 1;
      case "transpose" ->
          to.instructed = whole(value, -MOST_SEMITONES, MOST_SEMITONES, to.instructed, byteOffset);
      default ->
          to.propagation =
              switch (value) {
                case "not" -> Voice.Propagation.NOT;
                case "octave" -> Voice.Propagation.OCTAVE;
                default -> Voice.Propagation.PITCH;
              };
    }
  }

  /** A whole number in a range; {@code otherwise} for other texts, which are counted. */
  private int whole(String value, int min, int max, int otherwise, int byteOffset) {
    boolean isWhole = value.matches("[+-]?[0-9]{1,4}");
    int number = isWhole ? Integer.parseInt(value) : 0;
    if (!isWhole || number < min || number > max) {
      unknown(byteOffset);
      return otherwise;
    }
    return number;
  }

  /** A directive, {@code %%MIDI program 40}, or the same as a field, {@code I:MIDI program 40}. */
  private void instruction(String value, int byteOffset) {
    List<String> words = WORD.matcher(value).results().map(MatchResult::group).toList();
    if (words.size() == 1 && words.get(0).startsWith("begin")) {
      blockEnd = "%%end" + words.get(0).substring("begin".length());
    } else if (words.size() > 1 && words.get(0).equals("propagate-accidentals")) {
      put("propagate-accidentals", words.get(1), byteOffset);
    } else if (words.equals(List.of("MIDI", "nobarlines"))) {
      put("propagate-accidentals", "not", byteOffset);
    } else if (words.equals(List.of("MIDI", "barlines"))) {
      put("propagate-accidentals", "pitch", byteOffset);
    } else if (words.size() > 2 && words.get(0).equals("MIDI")) {
      switch (words.get(1)) {
        case "program" -> put("program", words.get(words.size() - 1), byteOffset);
        case "channel", "transpose" -> put(words.get(1), words.get(2), byteOffset);
        default -> {} // how chords and decorations are played
      }
    }
  }

  private void metre(Voice to, String value, int byteOffset) {
    String metre = value.equals("C") ? "4/4" : value.equals("C|") ? "2/2" : value;
    to.bar = 4 * Voice.UNITS;
    to.isCompound = false;
    if (metre.isEmpty() || metre.equals("none")) {
      return;
    }
    Matcher parts = METRE.matcher(metre);
    int beats = 0;
    int type = 0;
    if (parts.matches()) {
      type = Integer.parseInt(parts.group(2));
      for (MatchResult count : NUMBER.matcher(parts.group(1)).results().toList()) {
        beats += Integer.parseInt(count.group());
      }
    }
    if (beats < 1 || beats > 255 || type > 128 || Integer.bitCount(type) != 1) {
      tally.add(MidiWarning.INVALID_TIME_SIGNATURE, byteOffset);
      return;
    }
    to.bar = 4 * Voice.UNITS * beats / type;
    to.isCompound = beats > 3 && beats % 3 == 0 && type > 2;
    to.mark(Mark.Kind.METRE, beats, type, "");
  }

  private void unit(Voice to, String value, int byteOffset) {
    Matcher parts = UNIT.matcher(value);
    long whole = 4 * Voice.UNITS;
    long numerator = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
    long denominator =
        numerator == 0 || parts.group(2) == null ? 1 : Long.parseLong(parts.group(2));
    boolean isLength = numerator > 0 && denominator > 0 && numerator <= denominator;
    if (!isLength || whole * numerator % denominator != 0) {
      unknown(byteOffset);
      return;
    }
    to.unit = whole * numerator / denominator;
  }

  /** A tempo in notes a minute; without a note, in unit notes (section 10.1). */
  private void tempo(Voice to, String value, int byteOffset) {
    String tempo = QUOTED.matcher(value).replaceAll(" ").strip();
    Matcher beats = BEATS.matcher(tempo);
    Matcher units = UNITS_A_MINUTE.matcher(tempo);
    double quarters = 0;
    double aMinute;
    if (beats.lookingAt()) {
      for (MatchResult beat : BEAT.matcher(beats.group(1)).results().toList()) {
        quarters += 4.0 * Integer.parseInt(beat.group(1)) / Integer.parseInt(beat.group(2));
      }
      aMinute = decimal(beats.group(2));
      if (!tempo.substring(beats.end()).isBlank()) {
        unknown(byteOffset);
      }
    } else if (units.matches()) {
      String numerator = units.group(1) == null ? "" : units.group(1);
      double count = numerator.isEmpty() ? 1 : Integer.parseInt(numerator);
      double divisor = units.group(2) == null ? 1 : Integer.parseInt(units.group(2));
      quarters = count / divisor * to.unit / Voice.UNITS;
      aMinute = decimal(units.group(3));
    } else {
      if (!tempo.isEmpty()) {
        unknown(byteOffset);
      }
      return; // words alone are left to the player
    }
    double perMinute = quarters * aMinute;
    if (!(perMinute > 0) || Double.isInfinite(perMinute)) {
      tally.add(MidiWarning.TEMPO_ZERO, byteOffset);
      return;
    }
    int micros = (int) Math.max(1, Math.min(0xFFFFFF, Math.round(60e6 / perMinute)));
    to.mark(Mark.Kind.TEMPO, micros, 0, "");
  }

  private static double decimal(String number) {
    return Double.parseDouble(number.replace(',', '.'));
  }

  /** A key with its mode and its own accidentals; a clef may follow (section 3.1.14). */
  private void key(Voice to, String value, int byteOffset) {
    Matcher tonic = TONIC.matcher(value);
    boolean isTonic = tonic.lookingAt();
    boolean isHighlandPipes = value.startsWith("Hp");
    String rest = value;
    int fifths = isHighlandPipes ? 2 : 0;
    boolean isMinor = false;
    if (isTonic) {
      String mode = tonic.group(3) == null ? "" : mode(tonic.group(3));
      int sharps = tonic.group(2).isEmpty() ? 0 : tonic.group(2).equals("#") ? 7 : -7;
      fifths = FIFTHS.indexOf(tonic.group(1)) - 1 + sharps + MODES.getOrDefault(mode, 0);
      isMinor = mode.equals("min") || mode.equals("aeo");
      rest = value.substring(tonic.end());
    } else if (value.startsWith("none")) {
      rest = value.substring("none".length());
    } else if (isHighlandPipes || value.startsWith("HP")) {
      rest = value.substring(2);
    } else if (!value.isEmpty()) {
      if (!isClef(value)) {
        tally.add(MidiWarning.INVALID_KEY_SIGNATURE, byteOffset);
      }
      return;
    }
    boolean hasSignature = isTonic || isHighlandPipes;
    List<MatchResult> altered = new ArrayList<>();
    for (MatchResult each : PARAMETER.matcher(rest).results().toList()) {
      String word = each.group(4);
      if (word != null && ALL_ALTERED.matcher(word).matches()) {
        altered.addAll(ALTERED.matcher(word).results().toList());
      } else if (word != null && word.startsWith("exp")) {
        fifths = 0;
        hasSignature = false;
      } else if (word != null && !CLEF.matcher(word).matches()) {
        tally.add(MidiWarning.INVALID_KEY_SIGNATURE, byteOffset);
      }
    }
    alter(to, fifths, altered);
    if (hasSignature && altered.isEmpty()) {
      mark(to, fifths, isMinor, byteOffset);
    }
  }

  /** Whether a key without a tonic is a clef or its parameters, which leave the key as it was. */
  private static boolean isClef(String value) {
    Matcher first = PARAMETER.matcher(value);
    return first.find()
        && (first.group(1) == null
            ? CLEF.matcher(first.group(4)).matches()
            : CLEF_PARAMETERS.contains(first.group(1)));
  }

  private static String mode(String word) {
    String three = word.substring(0, Math.min(3, word.length())).toLowerCase(Locale.ROOT);
    return three.equals("m") ? "min" : three;
  }

  /**
   * Sets what a key alters.
   *
   * @param altered the accidentals of its own, which MIDI has no name for
   */
  private static void alter(Voice to, int fifths, List<MatchResult> altered) {
    List<Integer> alterations = new ArrayList<>();
    for (int step = 0; step < STEPS.length(); step++) {
      int place = FIFTHS.indexOf(STEPS.charAt(step));
      alterations.add(Math.floorDiv(fifths - place + 6, 7));
    }
    for (MatchResult each : altered) {
      int sign = each.group(1).startsWith("^") ? 1 : each.group(1).equals("=") ? 0 : -1;
      int step = STEPS.indexOf(each.group(2).toUpperCase(Locale.ROOT));
      alterations.set(step, sign * each.group(1).length());
    }
    to.key(List.copyOf(alterations));
  }

  /** The key that sounds, as the notes do. */
  private void mark(Voice to, int fifths, boolean isMinor, int byteOffset) {
    int sounding = fifths;
    if (to.transposition() % 12 != 0) {
      sounding = Math.floorMod(fifths + 7 * to.transposition() + 5, 12) - 5;
    }
    if (sounding < -7 || sounding > 7) {
      tally.add(MidiWarning.INVALID_KEY_SIGNATURE, byteOffset);
      return;
    }
    to.mark(Mark.Kind.KEY, sounding, isMinor ? 1 : 0, "");
  }

  /** The clef, transposition and name of a voice, in any order, among other words (4.6). */
  private void parameters(Voice to, String value, int byteOffset) {
    for (MatchResult each : PARAMETER.matcher(value).results().toList()) {
      String name = each.group(1) == null ? "clef" : each.group(1);
      String word = each.group(2) == null ? each.group(3) : each.group(2);
      word = word == null ? each.group(4) : word;
      switch (name) {
        case "clef" -> {
          Matcher clef = CLEF.matcher(word);
          if (clef.matches()) {
            to.clef = clef.group(1) == null ? 0 : clef.group(1).equals("+8") ? 1 : -1;
          }
        }
        case "octave" -> to.octaves = whole(word, -9, 9, to.octaves, byteOffset);
        case "transpose" ->
            to.transpose = whole(word, -MOST_SEMITONES, MOST_SEMITONES, to.transpose, byteOffset);
        case "name", "nm" -> to.givenName = decoded(word);
        default -> {} // how the voice is printed
      }
    }
  }

  /** A text for people: UTF-8, or else Latin-1, with accents written as {@code \'e}. */
  private static String decoded(String bytes) {
    String decoded = bytes;
    try {
      decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      // the bytes are Latin-1, as they are read
    }
    String points =
        CODE_POINT
            .matcher(decoded)
            .replaceAll(
                code ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    return ACCENT
        .matcher(points)
        .replaceAll(
            accent -> {
              char mark = COMBINING.charAt(ACCENTS.indexOf(accent.group(1)));
              return Normalizer.normalize(accent.group(2) + mark, Normalizer.Form.NFC);
            });
  }
}
