package io.partita.musicxml;

import static io.partita.musicxml.MusicXmlText.attributes;
import static io.partita.musicxml.MusicXmlText.backup;
import static io.partita.musicxml.MusicXmlText.chordNote;
import static io.partita.musicxml.MusicXmlText.divisions;
import static io.partita.musicxml.MusicXmlText.mxl;
import static io.partita.musicxml.MusicXmlText.note;
import static io.partita.musicxml.MusicXmlText.score;
import static io.partita.musicxml.MusicXmlText.sound;
import static io.partita.musicxml.MusicXmlText.tie;
import static io.partita.musicxml.MusicXmlText.time;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damaged MusicXML, made from whole files by equal steps for an equal seed. Its main method is the
 * long run: {@code MusicXmlMutants COUNT [FOLDER]}, with the files of a folder beside our own.
 */
final class MusicXmlMutants {
  private static final String[] WORDS = {
    "-1",
    "0",
    "99999999999",
    "1e9",
    "",
    "NaN",
    "0.0001",
    "255",
    "&x;",
    "<",
    ">",
    "</note>",
    "<chord/>",
    "<grace/>",
    "<backup>",
    "</measure>",
    "<!--",
    "]]>",
    "\0",
    "\u00ff",
    "128",
    "7.5"
  };

  private final List<byte[]> files = new ArrayList<>();
  private final SplittableRandom random;
  private int read;
  private int rejected;
  private long slowestNanos;

  MusicXmlMutants(long seed) {
    random = new SplittableRandom(seed);
    String xml = everything();
    files.add(xml.getBytes(UTF_8));
    files.add(
        xml.replace("version=\"1.0\"?", "version=\"1.0\" encoding=\"UTF-16\"?").getBytes(UTF_16));
    files.add(mxl(xml, UTF_8));
  }

  void addFiles(Path folder, int mostBytes) throws IOException, MalformedInputException {
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.sorted().toList()) {
        if (Files.size(file) <= mostBytes) {
          byte[] bytes = Files.readAllBytes(file);
          files.add(bytes);
          if (Container.is(bytes)) {
            files.add(Container.score(bytes, ArchiveLimits.defaults(), new MidiWarnings.Tally()));
          }
        }
      }
    }
  }

  int read() {
    return read;
  }

  int rejected() {
    return rejected;
  }

  double slowestSeconds() {
    return slowestNanos / 1e9;
  }

  /** Makes mutants and reads each; whatever is no fault is thrown on, with the mutant's number. */
  void run(int count) {
    for (int i = 0; i < count; i++) {
      byte[] mutant = mutant();
      boolean isPlayed = random.nextBoolean();
      long start = System.nanoTime();
      try {
        Score score = MusicXmlReader.read(mutant, 50_000, isPlayed);
        MidiReader.read(MidiWriter.write(score));
        read++;
      } catch (MalformedInputException fault) {
        if (fault.byteOffset() < 0 || fault.detail().isEmpty()) {
          throw new IllegalStateException("Mutant " + i + " has an empty fault", fault);
        }
        rejected++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new IllegalStateException("Mutant " + i + " is no fault", e);
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
    }
  }

  private byte[] mutant() {
    byte[] file = files.get(random.nextInt(files.size()));
    String text = new String(file, ISO_8859_1);
    int changes = random.nextInt(1, 5);
    boolean isXmlStill = random.nextInt(4) > 0;
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      text = isXmlStill ? changedValue(text) : changed(text);
    }
    return text.getBytes(ISO_8859_1);
  }

  /** Another number in an element or an attribute, or the copy of an element. */
  private String changedValue(String text) {
    int at = random.nextInt(text.length());
    if (random.nextInt(4) == 0) {
      int note = text.indexOf("<note", at);
      int end = note < 0 ? -1 : text.indexOf("</note>", note);
      return end < 0 ? text : text.substring(0, end + 7) + text.substring(note);
    }
    char[] digits = text.toCharArray();
    for (int i = at; i < digits.length && i < at + 2000; i++) {
      if (Character.isDigit(digits[i])) {
        digits[i] = (char) ('0' + random.nextInt(10));
        return String.valueOf(digits);
      }
    }
    return text;
  }

  private String changed(String text) {
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + random.nextInt(1, 60));
    int elsewhere = random.nextInt(text.length());
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.substring(to);
      case 2 -> text.substring(0, elsewhere) + text.substring(at, to) + text.substring(elsewhere);
      case 3 -> element(text, at, elsewhere);
      case 4, 5 -> value(text, at);
      default -> random.nextInt(10) == 0 ? text.substring(0, at) : element(text, elsewhere, at);
    };
  }

  /** Replaces the text of the element after a place by a word. */
  private String value(String text, int at) {
    int from = text.indexOf('>', at) + 1;
    int to = text.indexOf('<', from);
    String word = WORDS[random.nextInt(WORDS.length)];
    return from == 0 || to < 0 ? text : text.substring(0, from) + word + text.substring(to);
  }

  /** Moves or copies the element after a place before another one. */
  private String element(String text, int at, int elsewhere) {
    int from = text.indexOf('<', at);
    int end = from < 0 ? -1 : text.indexOf("</", from);
    int to = end < 0 ? -1 : text.indexOf('>', end) + 1;
    int target = text.indexOf('<', elsewhere);
    if (to <= 0 || target < 0) {
      return text;
    }
    String whole = text.substring(from, to);
    return text.substring(0, target) + whole + text.substring(target);
  }

  /** A score with every element that is read. */
  private static String everything() {
    String repeats =
        "<barline><ending number=\"1\" type=\"start\"/></barline>"
            + "<barline><ending number=\"1\" type=\"stop\"/>"
            + "<repeat direction=\"backward\" times=\"2\"/></barline>";
    String header =
        "<part-name>Piano</part-name><score-instrument id=\"I\"/><midi-instrument id=\"I\">"
            + "<midi-channel>10</midi-channel><midi-program>1</midi-program>"
            + "<midi-unpitched>36</midi-unpitched></midi-instrument>";
    return score(
        header,
        List.of(
            attributes(
                    divisions(6),
                    "<key><fifths>-3</fifths><mode>minor</mode></key>",
                    time("3+2", 8),
                    "<staves>2</staves>",
                    "<transpose number=\"2\"><diatonic>-1</diatonic><chromatic>-2</chromatic>"
                        + "<octave-change>1</octave-change></transpose>")
                + "<direction><direction-type><metronome><beat-unit>half</beat-unit>"
                + "<beat-unit-dot/><per-minute>60</per-minute></metronome></direction-type>"
                + "<direction-type><dynamics><pp/></dynamics></direction-type>"
                + "<offset sound=\"yes\">3</offset></direction>"
                + note("C4", 6, "<voice>1</voice>", tie("start"), "<staff>1</staff>")
                + chordNote("E4", 6)
                + note("C4", 9, "<voice>1</voice>", tie("stop"), tie("start"))
                + backup(12)
                + "<forward><duration>3</duration></forward>"
                + note("G3", 4, "<voice>2</voice>", "<staff>2</staff>"),
            "<note><grace/><pitch><step>A</step><alter>-1</alter><octave>4</octave></pitch></note>"
                + "<note><unpitched/><duration>6</duration><instrument id=\"I\"/></note>"
                + "<note><rest measure=\"yes\"/><duration>15</duration></note>"
                + sound("tempo=\"90\" dynamics=\"70\" segno=\"s\"")
                + repeats,
            attributes(divisions(4), time("2", 4))
                + note("B5", 7, "<lyric><syllabic>begin</syllabic><text>la</text></lyric>")
                + sound("dalsegno=\"s\" fine=\"yes\" tocoda=\"c\"")
                + sound("dacapo=\"yes\" coda=\"c\"")));
  }

  /** The long run. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    MusicXmlMutants mutants = new MusicXmlMutants(60);
    if (args.length > 1) {
      mutants.addFiles(Path.of(args[1]), 200_000);
    }
    for (int done = 0; done < count; done += 1000) {
      mutants.run(Math.min(1000, count - done));
    }
    System.out.printf(
        "%d mutants of %d files: %d read, %d rejected, the slowest in %.3f s%n",
        count, mutants.files.size(), mutants.read(), mutants.rejected(), mutants.slowestSeconds());
  }
}
