package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.notation.Dynamics;
import io.partita.notation.Fractions;
import io.partita.notation.NotationFault;
import io.partita.notation.PlayedMeasure;
import io.partita.notation.ScoreAssembly;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * MusicXML, plain or compressed ({@code .mxl}), partwise or timewise: bytes in, a score out.
 *
 * <p>Each staff of a part is a track with the part's name. Pitches are those that sound:
 * transposing instruments are transposed. Tied notes of one pitch are one note. Left out and
 * counted are grace notes, which have no length, and cue notes, which by the specification are
 * silent; trills and tremolos are as written. A note without dynamics before it has {@link
 * Dynamics#DEFAULT_VELOCITY}.
 *
 * <p>A file is data: its document type is not loaded, and one with declarations of its own is
 * rejected. Memory is bounded by the file's size, and by the notes that the caller allows.
 */
public final class MusicXmlReader {
  static final double MIN_DIVISIONS = 1e-3;

  /** Units of a quarter are at most this many; finer divisions than that share no fraction. */
  private static final long MOST_UNITS = 1L << 30;

  private static final int MOST_PARTS = 1000;
  private static final int MOST_MEASURES = 500_000;

  private final byte[] xml;
  private final int maxNotes;
  private final MidiWarnings.Tally tally;
  private final Instruments instruments = new Instruments();
  private final Map<String, PartReader> parts = new LinkedHashMap<>();
  private long unitsAQuarter = 1;
  private int notes;
  private int measures;

  private MusicXmlReader(byte[] xml, int maxNotes, MidiWarnings.Tally tally) {
    this.xml = xml;
    this.maxNotes = maxNotes;
    this.tally = tally;
  }

  /** Whether bytes look like MusicXML, by their first few thousand. */
  public static boolean isMusicXml(byte[] bytes) {
    return Prolog.isMusicXml(bytes);
  }

  /**
   * A file as a score, repeats as written.
   *
   * @throws MalformedInputException if the file cannot be used, as {@link #read(byte[],
   *     ArchiveLimits, int, boolean)} says
   */
  public static Score read(byte[] bytes) throws MalformedInputException {
    return read(bytes, Integer.MAX_VALUE, false);
  }

  /** As {@link #read(byte[], ArchiveLimits, int, boolean)}, with the limits' defaults. */
  public static Score read(byte[] bytes, int maxNotes, boolean expandRepeats)
      throws MalformedInputException {
    return read(bytes, ArchiveLimits.defaults(), maxNotes, expandRepeats);
  }

  /**
   * A file as a score.
   *
   * @param bytes the whole file
   * @param limits of what a compressed file may unpack to
   * @param maxNotes the most notes that it may have, at least 1, also after repeats are played
   * @param expandRepeats whether repeats are played, with endings, da capo, dal segno and coda;
   *     else each measure is there once, as written
   * @throws MalformedInputException with a {@link NotationFault} or a {@link MusicXmlFault} if the
   *     file cannot be used, or with an {@code ArchiveFault} if its zip archive cannot be; byte
   *     offsets are those of the XML
   */
  public static Score read(byte[] bytes, ArchiveLimits limits, int maxNotes, boolean expandRepeats)
      throws MalformedInputException {
    MidiWarnings.Tally tally = new MidiWarnings.Tally();
    return assembly(xml(bytes, limits, tally), maxNotes, expandRepeats, tally).score();
  }

  /**
   * A file as it is written, with where its measures sound.
   *
   * @param xml all of it, decoded; without declarations of its own
   * @param score what is played
   * @param measures in the order in which they are played
   */
  public record Written(String xml, Score score, List<PlayedMeasure> measures) {}

  /**
   * A file for who engraves it.
   *
   * @param mostCharacters that its XML may have
   * @throws MalformedInputException as {@link #read(byte[], ArchiveLimits, int, boolean)}; {@link
   *     NotationFault#TOO_LARGE} with more characters
   */
  public static Written written(
      byte[] bytes, ArchiveLimits limits, int mostCharacters, boolean expandRepeats)
      throws MalformedInputException {
    MidiWarnings.Tally tally = new MidiWarnings.Tally();
    byte[] xml = xml(bytes, limits, tally);
    String text = Encoding.text(xml).toString();
    if (text.length() > mostCharacters) {
      throw new MalformedInputException(
          NotationFault.TOO_LARGE,
          0,
          "The XML has " + text.length() + " characters, at most " + mostCharacters + " are read");
    }
    ScoreAssembly assembly = assembly(xml, Integer.MAX_VALUE, expandRepeats, tally);
    return new Written(text, assembly.score(), assembly.played());
  }

  private static byte[] xml(byte[] bytes, ArchiveLimits limits, MidiWarnings.Tally tally)
      throws MalformedInputException {
    return Container.is(bytes) ? Container.score(bytes, limits, tally) : bytes;
  }

  private static ScoreAssembly assembly(
      byte[] xml, int maxNotes, boolean expandRepeats, MidiWarnings.Tally tally)
      throws MalformedInputException {
    if (Encoding.isDeclaredWrongly(xml)) {
      tally.add(MidiWarning.DECLARED_ENCODING, 0);
    }
    MusicXmlReader reader = new MusicXmlReader(xml, maxNotes, tally);
    reader.survey();
    reader.readParts();
    Bars.align(reader.parts.values(), reader.unitsAQuarter, tally);
    if (expandRepeats) {
      Bars.split(reader.parts.values(), MOST_MEASURES);
    }
    return new ScoreAssembly(
        reader.parts.values(),
        reader.unitsAQuarter,
        reader.unitsAQuarter,
        maxNotes,
        expandRepeats,
        tally);
  }

  /** Looks through the whole file for a fraction of a quarter that all durations are made of. */
  private void survey() throws MalformedInputException {
    XmlSource source = new XmlSource(xml);
    Element root = root(source);
    boolean isTimewise = root.name().equals("score-timewise");
    if (!isTimewise && !root.name().equals("score-partwise")) {
      throw new MalformedInputException(
          MusicXmlFault.NOT_MUSICXML,
          root.byteOffset(),
          String.format(Locale.ROOT, "The XML is <%.40s> and no MusicXML score", root.name()));
    }
    int depth = 1;
    while (depth > 0) {
      Optional<Element> entered = source.enter();
      if (entered.isEmpty()) {
        depth--;
      } else if (entered.get().name().equals("divisions")) {
        addDivisions(source.whole(entered.get()));
      } else if (entered.get().name().equals("measure") && ++measures > MOST_MEASURES) {
        throw tooManyMeasures(source.byteOffset());
      } else if (entered.get().name().equals("note")) {
        if (++notes > maxNotes) {
          throw NotationFault.tooManyNotes(maxNotes, source.byteOffset());
        }
        source.skip();
      } else {
        depth++;
      }
    }
  }

  private static Element root(XmlSource source) throws MalformedInputException {
    return source
        .enter()
        .orElseThrow(
            () ->
                new MalformedInputException(
                    MusicXmlFault.BAD_XML, source.byteOffset(), "The XML has no element"));
  }

  private void addDivisions(Element element) {
    OptionalDouble divisions = element.ownNumber();
    double value = divisions.orElse(0);
    if (value >= 1 && value <= MOST_UNITS && value == Math.rint(value)) {
      long common = Fractions.lcm(unitsAQuarter, (long) value);
      unitsAQuarter = common <= MOST_UNITS ? common : unitsAQuarter;
    }
  }

  private void readParts() throws MalformedInputException {
    XmlSource source = new XmlSource(xml);
    root(source);
    int bar = 0;
    for (Optional<Element> next = source.enter(); next.isPresent(); next = source.enter()) {
      Element child = next.get();
      switch (child.name()) {
        case "part-list" -> instruments.read(source.whole(child));
        case "part" -> {
          PartReader part = part(child, "#" + parts.size());
          for (Optional<Element> in = source.enter(); in.isPresent(); in = source.enter()) {
            part.read(source.whole(in.get()));
          }
        }
        case "measure" -> {
          int index = 0;
          for (Optional<Element> in = source.enter(); in.isPresent(); in = source.enter()) {
            String id = in.get().attribute("id");
            String key = id.isEmpty() ? "#" + index : id;
            PartReader part = part(in.get(), key);
            pad(part, bar);
            part.read(source.whole(in.get()));
            index++;
          }
          bar++;
        }
        default -> source.skip();
      }
    }
  }

  /** Bars of a score by measures that a part is left out of are empty in it. */
  private void pad(PartReader part, int bars) throws MalformedInputException {
    measures += Math.max(0, bars - part.measures().size());
    if (measures > MOST_MEASURES) {
      throw tooManyMeasures(0);
    }
    part.pad(bars);
  }

  static MalformedInputException tooManyMeasures(int byteOffset) {
    return new MalformedInputException(
        NotationFault.TOO_LARGE, byteOffset, "There are more than 500000 measures");
  }

  /**
   * The reader of a part.
   *
   * @param key that tells it from others; ids may be missing
   */
  private PartReader part(Element part, String key) throws MalformedInputException {
    if (!parts.containsKey(key)) {
      if (parts.size() == MOST_PARTS) {
        throw new MalformedInputException(
            NotationFault.TOO_LARGE, part.byteOffset(), "The score has more than 1000 parts");
      }
      Instruments.Part instrument = instruments.part(part.attribute("id"));
      parts.put(key, new PartReader(instrument, unitsAQuarter, tally));
    }
    return parts.get(key);
  }
}
