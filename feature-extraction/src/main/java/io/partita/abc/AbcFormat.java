package io.partita.abc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.notation.NotationFault;
import io.partita.notation.ScoreFormat;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ABC notation ({@code .abc}), as the standard 2.1 describes it: bytes in, a score out.
 *
 * <p>Each voice with music is a track with its name; the track of a tune's only voice has the
 * tune's title. Tied notes of one pitch are one note. An accidental holds to the end of its bar in
 * all octaves, which is the standard's default (section 11.3), unless {@code
 * %%propagate-accidentals} says {@code octave} or {@code not}; a tied note keeps its accidental
 * over the bar line. Grace notes are left out and counted. Chord symbols, decorations other than
 * dynamics and jumps, symbol lines, macros and the order of parts in {@code P:} are not played. A
 * tempo that is only a number counts unit notes, as in version 1.6.
 *
 * <p>Of {@code %%MIDI} {@code program}, {@code channel}, {@code transpose} and {@code nobarlines}
 * count. Text is UTF-8, UTF-16, or else Latin-1. Memory is bounded by the file's size, and by the
 * notes that the caller allows.
 */
public record AbcFormat() implements ScoreFormat {
  private static final long serialVersionUID = 1L;

  /** What a text must have in its first bytes to be taken for ABC whatever its name is. */
  private static final int PROBE = 8192;

  private static final Pattern REFERENCE = Pattern.compile("(?m)^X:[ \\t]*[0-9]");

  /** Of a file's header, all tunes have a copy of this much. */
  private static final int MOST_HEADER = 1024;

  private static final int MOST_TUNES = 1_000_000;

  @Override
  public String label() {
    return "abc";
  }

  @Override
  public boolean isNamed(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".abc");
  }

  /** Whether it is text that has a tune's reference number, {@code X:1}, on one of its lines. */
  @Override
  public boolean is(byte[] bytes) {
    byte[] first = Arrays.copyOf(bytes, Math.min(PROBE, bytes.length));
    String start = new String(utf8(first), ISO_8859_1);
    return start.indexOf('\0') < 0 && REFERENCE.matcher(start.replace('\r', '\n')).find();
  }

  /** Whether it is UTF-16, which is read as the UTF-8 of the same text. */
  @Override
  public boolean isPacked(byte[] bytes) {
    return utf16(bytes).isPresent();
  }

  /** UTF-16 by its mark, or by zeros around its first two characters. */
  private static Optional<Charset> utf16(byte[] bytes) {
    if (bytes.length < 4) {
      return Optional.empty();
    }
    int start = ByteBuffer.wrap(bytes).getInt();
    if (start >>> 16 == 0xFEFF || start >>> 16 == 0xFFFE) {
      return Optional.of(UTF_16);
    }
    boolean isBig = (start & 0xFF80FF80) == 0 && (start & 0xFF) > 0 && start >>> 16 > 0;
    boolean isLittle = (start & 0x80FF80FF) == 0 && start >>> 24 > 0 && (start & 0xFF00) > 0;
    return isBig ? Optional.of(UTF_16BE) : isLittle ? Optional.of(UTF_16LE) : Optional.empty();
  }

  private static byte[] utf8(byte[] bytes) {
    return utf16(bytes).map(charset -> new String(bytes, charset).getBytes(UTF_8)).orElse(bytes);
  }

  /**
   * The tunes of a file, each from its {@code X:} to the empty line after it; before each, where
   * the file has them, the lengths, metres and instructions of the file's header.
   *
   * @return the file itself, if it has one tune, none, or more than a million; else each tune is
   *     copied when it is asked for
   */
  @Override
  public List<byte[]> pieces(byte[] file) {
    byte[] bytes = utf8(file);
    List<Tune> tunes = tunes(bytes);
    if (tunes.size() < 2 || tunes.size() > MOST_TUNES) {
      return List.of(file);
    }
    byte[] header = header(bytes, tunes.get(0).start);
    return new AbstractList<>() {
      @Override
      public byte[] get(int index) {
        Tune tune = tunes.get(index);
        byte[] piece = Arrays.copyOf(header, header.length + tune.end - tune.start);
        System.arraycopy(bytes, tune.start, piece, header.length, tune.end - tune.start);
        return piece;
      }

      @Override
      public int size() {
        return tunes.size();
      }
    };
  }

  /**
   * The first tune of a file; more are counted as {@link MidiWarning#OTHER_PIECES}.
   *
   * @throws MalformedInputException with a {@link NotationFault} if it cannot be used; {@code
   *     NO_MUSIC} if no line has a key, {@code K:}, which ends the header of every tune
   */
  @Override
  public Score read(byte[] file, int maxNotes, boolean expandRepeats)
      throws MalformedInputException {
    byte[] bytes = utf8(file);
    MidiWarnings.Tally tally = new MidiWarnings.Tally();
    List<Tune> tunes = tunes(bytes);
    for (Tune other : tunes.subList(Math.min(1, tunes.size()), tunes.size())) {
      tally.add(MidiWarning.OTHER_PIECES, other.start);
    }
    int start = tunes.isEmpty() ? 0 : tunes.get(0).start;
    int end = tunes.isEmpty() ? bytes.length : tunes.get(0).end;
    return new TuneReader(new String(bytes, ISO_8859_1), maxNotes, tally)
        .read(start, end, expandRepeats);
  }

  /** Where a tune is in its file: from its {@code X:} to the end of its last line. */
  private record Tune(int start, int end) {}

  private static List<Tune> tunes(byte[] bytes) {
    List<Tune> tunes = new ArrayList<>();
    String text = new String(bytes, ISO_8859_1);
    int start = -1;
    boolean isBody = false;
    for (int at = TuneReader.afterMark(text); at < text.length(); ) {
      int end = TuneReader.lineEnd(text, at);
      boolean isNext = text.startsWith("X:", at);
      if (start >= 0 && (isNext || (isBody && text.substring(at, end).isBlank()))) {
        tunes.add(new Tune(start, at));
        start = -1;
      }
      if (isNext) {
        start = at;
        isBody = false;
      }
      isBody |= text.startsWith("K:", at);
      at = TuneReader.nextLine(text, end);
    }
    if (start >= 0) {
      tunes.add(new Tune(start, text.length()));
    }
    return tunes;
  }

  /** The lines before the first tune that change how notes are read, up to a limit. */
  private static byte[] header(byte[] bytes, int firstTune) {
    String text = new String(bytes, 0, firstTune, ISO_8859_1);
    StringBuilder header = new StringBuilder();
    for (int at = TuneReader.afterMark(text); at < text.length(); ) {
      int next = TuneReader.nextLine(text, TuneReader.lineEnd(text, at));
      if (TuneReader.isOfAllTunes(text, at) && header.length() + next - at <= MOST_HEADER) {
        header.append(text, at, next);
      }
      at = next;
    }
    return header.toString().getBytes(ISO_8859_1);
  }
}
