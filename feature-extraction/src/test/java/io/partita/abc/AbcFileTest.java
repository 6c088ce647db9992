package io.partita.abc;

import static io.partita.abc.AbcText.pitches;
import static io.partita.abc.AbcText.quarters;
import static io.partita.abc.AbcText.read;
import static io.partita.abc.AbcText.tune;
import static io.partita.notation.NoteTexts.notes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.notation.NotationFault;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of tunes: how they are told apart, named, bounded and rejected. */
class AbcFileTest {
  private static final AbcFormat FORMAT = new AbcFormat();

  @TempDir private Path folder;

  @Test
  void tunesOfAFileArePiecesWithTheFilesHeader() throws Exception {
    String first = "X:7\nT:One\nK:C\nCD|\n";
    String second = "X:7\nT:Two\nL:1/4\nK:G\nF|\n% a remark\n";
    String third = "X:9\nK:C\nE|\n";
    String file =
        "%abc-2.1\nM:4/4\nL:1/2\nN:Tunes\n%%MIDI program 9\n\nFree text.\n\n"
            + first
            + "\nMore text, with K: in it.\n\n"
            + second
            + third;
    String header = "M:4/4\nL:1/2\n%%MIDI program 9\n";

    List<byte[]> pieces = FORMAT.pieces(file.getBytes(UTF_8));

    assertThat(pieces.stream().map(piece -> new String(piece, UTF_8)))
        .containsExactly(header + first, header + second, header + third);
    assertThat(notes(FORMAT.read(pieces.get(0), 10, false))).containsExactly("60@0+2", "62@2+2");
    assertThat(notes(FORMAT.read(pieces.get(1), 10, false))).containsExactly("66@0+1");
    Score whole = read(file);
    assertThat(notes(whole)).containsExactly("60@0+2", "62@2+2");
    assertThat(whole.notes().get(0).program()).isEqualTo(9);
    assertThat(whole.warnings().count(MidiWarning.OTHER_PIECES)).isEqualTo(2);
    assertThat(whole.warnings().firstByteOffset())
        .containsEntry(MidiWarning.OTHER_PIECES, file.indexOf("X:7\nT:Two"));
  }

  @Test
  void oneTuneIsTheFileItself() {
    byte[] file = ("Text.\n\n" + quarters("C") + "\nText").getBytes(UTF_8);

    assertThat(FORMAT.pieces(file)).containsExactly(file);
  }

  @Test
  void aFaultyTuneLeavesTheOthers() throws Exception {
    List<byte[]> pieces =
        FORMAT.pieces((quarters("C") + quarters("C99999") + quarters("D")).getBytes(UTF_8));

    assertThat(pieces).hasSize(3);
    assertThat(pitches(FORMAT.read(pieces.get(2), 10, false))).containsExactly(62);
    assertThat(fault(pieces.get(1), 10).fault()).isEqualTo(NotationFault.BAD_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndAsOnAnySystem(String end) throws Exception {
    String text = (quarters("CD", "w: a b") + "\n" + quarters("E")).replace("\n", end);

    assertThat(pitches(read(text))).containsExactly(60, 62);
    assertThat(FORMAT.is(text.getBytes(UTF_8))).isTrue();
    assertThat(FORMAT.pieces(text.getBytes(UTF_8))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Caf\u00e9", "Caf\\'e", "Caf\\u00e9"})
  void titlesMayHaveAccents(String title) throws Exception {
    byte[] utf = ("\u00ef\u00bb\u00bf" + "X:1\nT:").getBytes(ISO_8859_1);
    String rest = title + "\nK:C\nC\n";
    byte[] marked = join(utf, rest.getBytes(UTF_8));

    assertThat(FORMAT.read(marked, 10, false).tracks().get(0).name()).isEqualTo("Caf\u00e9");
    assertThat(read("X:1\nT:" + rest).tracks().get(0).name()).isEqualTo("Caf\u00e9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "x-UTF-16LE-BOM", "UTF-16LE", "UTF-16BE"})
  void utf16IsRead(String charset) throws Exception {
    String text = "X:1\nT:Caf\u00e9\nK:G\nGF\n";
    byte[] file = text.getBytes(Charset.forName(charset));
    byte[] two = (text + "\n" + text).getBytes(Charset.forName(charset));

    Score score = FORMAT.read(file, 10, false);

    assertThat(pitches(score)).containsExactly(67, 66);
    assertThat(score.tracks().get(0).name()).isEqualTo("Caf\u00e9");
    assertThat(FORMAT.is(file)).isTrue();
    assertThat(FORMAT.isPacked(file)).isTrue();
    assertThat(FORMAT.isPacked(text.getBytes(UTF_8))).isFalse();
    assertThat(FORMAT.pieces(file)).containsExactly(file);
    assertThat(FORMAT.pieces(two)).hasSize(2);
    assertThat(pitches(FORMAT.read(FORMAT.pieces(two).get(1), 10, false))).containsExactly(67, 66);
  }

  @Test
  void aFileIsKnownByItsContent() throws Exception {
    byte[] abc = quarters("CDE").getBytes(UTF_8);
    Path file = Files.write(folder.resolve("tune.txt"), abc);

    assertThat(ScoreFile.read(file).notes().equals(read(quarters("CDE")).notes())).isTrue();
    assertThat(ScoreFile.events(abc).score().notes().equals(ScoreFile.read(abc).notes())).isTrue();
    assertThat(FORMAT.is(MidiWriter.write(ScoreFile.read(abc)))).isFalse();
    assertThat(FORMAT.is("Dear X: 1".getBytes(UTF_8))).isFalse();
    assertThat(ScoreFile.isNamed("a/Reels.ABC")).isTrue();
    assertThat(FORMAT.isNamed("a.abc.txt")).isFalse();
  }

  @Test
  void aTuneWithoutAReferenceNumberIsRead() throws Exception {
    assertThat(pitches(read("T:Tune\nK:C\nCD\n\nText"))).containsExactly(60, 62);
  }

  @Test
  void whatIsNoTuneHasNoMusic() {
    for (String text :
        List.of("", "Text", "X:1\nT:Title\n", "X:1\nK:C\n\n", "X:1\nK:C\n| \"A\" |")) {
      assertThat(fault(text.getBytes(UTF_8), 10).fault())
          .as(text)
          .isEqualTo(NotationFault.NO_MUSIC);
    }
  }

  @Test
  void faultsTellTheirPlace() {
    String text = quarters("C D1000 E");
    MalformedInputException fault = fault(text.getBytes(UTF_8), 10);

    assertThat(fault.fault()).isEqualTo(NotationFault.BAD_VALUE);
    assertThat(fault.byteOffset()).isEqualTo(text.indexOf("1000"));
    assertThat(fault.detail()).contains("1000");
    assertThat(fault(quarters("C/0").getBytes(UTF_8), 10).fault())
        .isEqualTo(NotationFault.BAD_VALUE);
  }

  @Test
  void notesAreBounded() {
    assertThat(fault(quarters("CDE").getBytes(UTF_8), 2).fault())
        .isEqualTo(NotationFault.TOO_MANY_NOTES);
    assertThat(fault(quarters("[CDE]").getBytes(UTF_8), 2).fault())
        .isEqualTo(NotationFault.TOO_MANY_NOTES);
  }

  @Test
  void lengthsMeasuresAndVoicesAreBounded() {
    assertThat(fault(quarters("C999".repeat(101)).getBytes(UTF_8), 999).fault())
        .as("a measure of 100,899 quarters")
        .isEqualTo(NotationFault.TOO_LARGE);
    assertThat(fault(quarters("Z999|".repeat(101)).getBytes(UTF_8), 10).fault())
        .as("100,899 measures")
        .isEqualTo(NotationFault.TOO_LARGE);
    StringBuilder voices = new StringBuilder();
    for (int i = 0; i <= 1000; i++) {
      voices.append("[V:").append(i).append("]C");
    }
    assertThat(fault(quarters(voices.toString()).getBytes(UTF_8), 9999).fault())
        .isEqualTo(NotationFault.TOO_LARGE);
  }

  @Test
  void aLengthThatNoTickDividesIsRoundedAndCounted() throws Exception {
    Score score = read(quarters("C/17 D"));

    assertThat(notes(score)).containsExactly("60@0+0.059", "62@0.059+1");
    assertThat(score.warnings().count(MidiWarning.DURATION_ROUNDED)).isPositive();
  }

  /** What is written from random notes is read as these notes, at exact ticks. */
  @Test
  void randomTunesAreReadAsTheyWereWritten() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      RandomTune tune = new RandomTune(random);
      Score score = read(tune.text());

      assertThat(notes(score)).as(tune.text()).isEqualTo(tune.notes());
      assertThat(score.isRepaired()).as(tune.text()).isFalse();
      assertThat(MidiReader.read(MidiWriter.write(score)).notes().equals(score.notes()))
          .as(tune.text())
          .isTrue();
    }
  }

  /** A bar of another length than its metre's would make the metre begin again. */
  @Test
  void barsOfRandomTunesAreWhole() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 100; i++) {
      RandomTune tune = new RandomTune(random);

      assertThat(read(tune.text()).timeSignatures()).as(tune.text()).hasSize(1);
    }
  }

  @Test
  void mutantsAreReadOrRejected() {
    AbcMutants mutants = new AbcMutants(1);
    mutants.run(3000);

    assertThat(mutants.read()).as("not everything is damage").isPositive();
    assertThat(mutants.faults()).isSubsetOf(Set.of(NotationFault.values())).hasSizeGreaterThan(1);
  }

  /** Each of these takes minutes with a reader that looks past the line or the field. */
  @Test
  void oddFilesAreReadInLinearTime() throws Exception {
    int n = 200_000;
    StringBuilder voices = new StringBuilder("%%MIDI program 1\n");
    for (int i = 0; i < 999; i++) {
      voices.append("V:").append(i).append('\n');
    }
    List<String> odd =
        List.of(
            quarters("C/8{\n".repeat(n)),
            quarters("C/8\"\n".repeat(n)),
            quarters("C/8!\n+".repeat(n)),
            quarters("C/8[K:\n".repeat(n)),
            quarters("(((\"a\"{c}[CE]/8-!p!".repeat(n)),
            tune(voices + "K:C " + "^f name=x ".repeat(n), "C"));

    for (String text : odd) {
      assertThat(read(text).notes().size()).isPositive();
    }
  }

  private static MalformedInputException fault(byte[] file, int maxNotes) {
    return catchThrowableOfType(
        MalformedInputException.class, () -> FORMAT.read(file, maxNotes, false));
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
