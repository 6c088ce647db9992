package io.partita.musicxml;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.musicxml.MusicXmlText.DOCTYPE;
import static io.partita.musicxml.MusicXmlText.attributes;
import static io.partita.musicxml.MusicXmlText.chordNote;
import static io.partita.musicxml.MusicXmlText.divisions;
import static io.partita.musicxml.MusicXmlText.mxl;
import static io.partita.musicxml.MusicXmlText.note;
import static io.partita.musicxml.MusicXmlText.score;
import static io.partita.musicxml.MusicXmlText.sound;
import static io.partita.musicxml.MusicXmlText.tie;
import static io.partita.notation.NoteTexts.notes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partita.Fault;
import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveFault;
import io.partita.archive.ArchiveLimits;
import io.partita.midi.MidiFault;
import io.partita.midi.MidiWriter;
import io.partita.notation.NotationFault;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as bytes: encodings, archives, and XML that wants more than to be read. */
class MusicXmlFileTest {
  private static final String ONE =
      score("<part-name>Flöte</part-name>", List.of(attributes(divisions(1)) + note("C4", 4)));

  @TempDir private Path folder;

  @Test
  void everyEncodingIsRead() throws Exception {
    assertIsOne(ONE.getBytes(UTF_8));
    assertIsOne(("\uFEFF" + ONE).getBytes(UTF_8));
    assertIsOne(declared("UTF-16").getBytes(UTF_16));
    assertIsOne(("\uFEFF" + declared("UTF-16")).getBytes(UTF_16LE));
    assertIsOne(declared("ISO-8859-1").getBytes(ISO_8859_1));
    assertIsOne(mxl(ONE, UTF_8));
    assertIsOne(mxl(declared("UTF-16"), UTF_16));
  }

  private static String declared(String encoding) {
    return ONE.replace("version=\"1.0\"?", "version=\"1.0\" encoding=\"" + encoding + "\"?");
  }

  private static void assertIsOne(byte[] bytes) throws Exception {
    assertThat(MusicXmlReader.isMusicXml(bytes)).isTrue();
    Score score = ScoreFile.read(bytes);
    assertThat(notes(score)).containsExactly("60@0+4");
    assertThat(score.tracks().get(0).name()).isEqualTo("Flöte");
    assertThat(ScoreFile.events(bytes).score().notes().equals(score.notes())).isTrue();
  }

  /** ASCII bytes of a declaration prove that the file is not in UTF-16, which it declares. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-32", "IBM037"})
  void bytesDecideOverADeclaredEncoding(String encoding) throws Exception {
    byte[] bytes = declared(encoding).getBytes(UTF_8);

    assertIsOne(bytes);
    assertThat(ScoreFile.read(bytes).warnings().counts())
        .containsOnlyKeys(MidiWarning.DECLARED_ENCODING);
  }

  @Test
  void anEmptySubsetDeclaresNothing() throws Exception {
    assertIsOne(ONE.replace(".dtd\">", ".dtd\" [ ] >").getBytes(UTF_8));
  }

  /** What the table of contents misses: spellings of its path, its name, and its XML. */
  @ParameterizedTest
  @ValueSource(
      strings = {"./my score.xml", "/my score.xml", ".\\my score.xml", "my%20score.xml", "x.xml"})
  void theOneScoreOfAContainerIsRead(String named) throws Exception {
    String contents = "<container><rootfiles><rootfile full-path=\"" + named + "\"/>";
    String closed = contents + "</rootfiles></container>";

    for (String table : List.of(closed, contents, "", "<a/>")) {
      byte[] packed =
          mxl(Map.of("META-INF/container.xml", table, "my score.xml", ONE, "a.txt", ""));
      assertIsOne(packed);
      assertThat(ScoreFile.read(packed).warnings().counts())
          .containsOnlyKeys(MidiWarning.CONTAINER);
    }
    byte[] two = mxl(Map.of("META-INF/container.xml", closed, "my score.xml", ONE, "b.xml", ONE));
    if (named.equals("x.xml")) {
      assertThat(fault(two).fault()).isEqualTo(MusicXmlFault.NOT_MUSICXML);
    } else {
      assertIsOne(two);
    }
  }

  /** The parser holds a token whole; each of these would be 2 MB of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- %s -->",
        "<?bomb %s?>",
        "<measure a=\"%s\"/>",
        "<measure a='%s'/>",
        "<![CDATA[%s]]>",
        "<measure>%s</measure>",
        "<!-- > < \" %s"
      })
  void tokensAreBounded(String bomb) throws Exception {
    String xml = ONE.replace("<part ", bomb.formatted("> ".repeat(1 << 20)) + "<part ");

    assertThatFault(() -> MusicXmlReader.read(mxl(xml.replace("a=\"> ", "a=\""), UTF_8)))
        .is("TOO_LARGE");
  }

  @Test
  void aDocumentTypeIsBounded() {
    String open = DOCTYPE.substring(0, DOCTYPE.length() - 1);

    assertThat(fault(ONE.replace(DOCTYPE, open + " ".repeat(2 << 20) + ">")).fault())
        .isEqualTo(NotationFault.TOO_LARGE);
    assertThat(fault(ONE.replace(DOCTYPE, open + " [" + "<a>".repeat(2 << 20))).fault())
        .isEqualTo(MusicXmlFault.DECLARATIONS);
  }

  @Test
  void aContainerUnpacksWithinTheLimitsOfItsIngest() {
    byte[] packed = mxl(ONE.replace("<part ", "<!-- -->".repeat(200_000) + "<part "), UTF_8);
    ArchiveLimits mebibyte = ArchiveLimits.defaults().withMaxMemberBytes(1 << 20);

    assertThatFault(() -> new MusicXmlFormat().within(mebibyte).read(packed, 10, false))
        .is("TOO_LARGE");
  }

  @Test
  void limitsAreNamedAsTheyAre() {
    assertThatFault(() -> MusicXmlText.read(ONE.replace("<divisions>1<", "<divisions>0<")))
        .is("BAD_VALUE")
        .names("divisions", "0.001", "1000000");
  }

  @Test
  void midiIsReadAsBefore() throws Exception {
    byte[] midi = MidiWriter.write(MusicXmlText.read(ONE));

    assertThat(ScoreFile.read(midi).notes()).hasSize(1);
    assertThat(ScoreFile.midi(midi)).isSameAs(midi);
    assertThat(faultOfFile("no music".getBytes(UTF_8))).isEqualTo(MidiFault.NOT_MIDI);
    assertThat(faultOfFile("<?xml version='1.0'?><html/>".getBytes(UTF_8)))
        .isEqualTo(MidiFault.NOT_MIDI);
  }

  private static Fault faultOfFile(byte[] bytes) {
    return catchThrowableOfType(MalformedInputException.class, () -> ScoreFile.read(bytes)).fault();
  }

  @Test
  void namesAreThoseOfScores() {
    assertThat(List.of("a.musicxml", "b/a.XML", "a.mxl")).allMatch(new MusicXmlFormat()::isNamed);
    assertThat(List.of("META-INF/container.xml", "x/META-INF/container.xml", "a.mid", "xml"))
        .noneMatch(new MusicXmlFormat()::isNamed);
    assertThat(ScoreFile.isNamed("a.mid")).isTrue();
  }

  @Test
  void nothingOutsideOfTheFileIsRead() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "hidden words");
    String entity =
        ONE.replace(
                DOCTYPE,
                "<!DOCTYPE score-partwise [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>")
            .replace("Flöte", "&x;");
    String parameter =
        ONE.replace(
            DOCTYPE,
            "<!DOCTYPE score-partwise [<!ENTITY % x SYSTEM \"" + secret.toUri() + "\"> %x;]>");
    String subset = DOCTYPE.replace("http://www.musicxml.org/dtds", "file:///no/such/folder");

    assertThat(fault(entity).fault()).isEqualTo(MusicXmlFault.DECLARATIONS);
    assertThat(fault(parameter).fault()).isEqualTo(MusicXmlFault.DECLARATIONS);
    assertThat(fault(ONE.replace("Flöte", "&x;")).fault()).isEqualTo(MusicXmlFault.BAD_XML);
    assertThat(notes(MusicXmlText.read(ONE.replace(DOCTYPE, subset)))).hasSize(1);
  }

  @Test
  void entitiesOfEntitiesAreNotExpanded() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE score-partwise [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      String ten = ("&l" + (i - 1) + ";").repeat(10);
      laughs.append("<!ENTITY l").append(i).append(" \"").append(ten).append("\">");
    }
    String bomb = ONE.replace(DOCTYPE, laughs + "]>").replace("Flöte", "&l9;");

    assertThat(fault(bomb).fault()).isEqualTo(MusicXmlFault.DECLARATIONS);
  }

  @Test
  void depthIsBounded() {
    String deep = "<a>".repeat(100_000);

    assertThat(fault(ONE.replace("<measure>", "<measure>" + deep)).fault())
        .isEqualTo(NotationFault.TOO_LARGE);
  }

  @Test
  void lengthIsBounded() {
    String measure = "<measure>" + attributes(divisions(1)) + note("C4", 90_000) + "</measure>";

    assertThat(fault(score(note("C4", 1).replace(">1<", ">2000000000<"))).fault())
        .isEqualTo(NotationFault.BAD_VALUE);
    assertThat(fault(score(attributes(divisions(1)) + note("C4", 90_000).repeat(2))).fault())
        .isEqualTo(NotationFault.TOO_LARGE);
    assertThat(fault(ONE.replace("</part>", measure.repeat(12) + "</part>")).fault())
        .isEqualTo(NotationFault.TOO_LARGE);
  }

  @Test
  void notesAreBounded() {
    String many = score(attributes(divisions(1)) + note("C4", 1).repeat(11));
    MalformedInputException fault =
        catchThrowableOfType(
            MalformedInputException.class,
            () -> MusicXmlReader.read(many.getBytes(UTF_8), 10, false));

    assertThat(fault.fault()).isEqualTo(NotationFault.TOO_MANY_NOTES);
  }

  /** Each of these takes minutes with a reader that looks through all that came before. */
  @InTurn
  @Test
  void oddFilesAreReadInLinearTime() throws Exception {
    int n = 100_000;
    String tied = chordNote("C4", 1, tie("stop"), tie("start"));
    String first = attributes(divisions(1)) + note("C4", 1, tie("start"));
    String ending = "<barline><ending number=\"2\" type=\"start\"/></barline>";
    String jump = sound("dacapo=\"yes\" tocoda=\"c\"");
    List<String> odd =
        List.of(
            score(first + tied.repeat(n / 2)),
            score(first + note("C4", 1, tie("stop"), tie("start")).repeat(n / 2)),
            measures(first + ending, n, ""),
            measures(first + jump, n, jump));

    for (String xml : odd) {
      assertThat(notes(MusicXmlText.read(xml))).isNotEmpty();
      try {
        MusicXmlReader.read(xml.getBytes(UTF_8), 500_000, true);
      } catch (MalformedInputException fault) {
        assertThat(fault.fault()).isEqualTo(NotationFault.TOO_LARGE);
      }
    }
  }

  private static String measures(String first, int count, String others) {
    String more = "<measure>" + others + "</measure>";
    return score(first).replace("</part>", more.repeat(count) + "</part>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<step>C</step>|<step>H</step>",
        "<octave>4</octave>|",
        "<duration>4</duration>|<duration>-4</duration>",
        "<duration>4</duration>|<duration>NaN</duration>",
        "<duration>4</duration>|<duration>0x1p3</duration>",
        "<divisions>1</divisions>|<divisions>0</divisions>",
        "<pitch>|<nothing>"
      })
  void valuesThatNobodyCanUseAreFaults(String change) {
    int bar = change.indexOf('|');
    String broken = ONE.replace(change.substring(0, bar), change.substring(bar + 1));
    broken = broken.contains("<nothing>") ? broken.replace("</pitch>", "</nothing>") : broken;
    MalformedInputException fault = fault(broken);

    assertThat(fault.fault()).isEqualTo(NotationFault.BAD_VALUE);
    assertThat(fault.byteOffset()).isBetween(100L, (long) broken.length());
  }

  @Test
  void brokenFilesAreFaults() {
    byte[] zip = mxl(ONE, UTF_8);

    assertThat(fault(ONE.substring(0, 400)).fault()).isEqualTo(MusicXmlFault.BAD_XML);
    assertThat(fault("").fault()).isEqualTo(MusicXmlFault.BAD_XML);
    assertThat(fault("<opus/>").fault()).isEqualTo(MusicXmlFault.NOT_MUSICXML);
    assertThat(fault(Arrays.copyOf(zip, zip.length / 2)).fault()).isInstanceOf(ArchiveFault.class);
    assertThat(fault(mxl("<a/>", UTF_8)).fault()).isEqualTo(MusicXmlFault.NOT_MUSICXML);
  }

  private static MalformedInputException fault(String xml) {
    return fault(xml.getBytes(UTF_8));
  }

  private static MalformedInputException fault(byte[] bytes) {
    return catchThrowableOfType(MalformedInputException.class, () -> MusicXmlReader.read(bytes));
  }
}
