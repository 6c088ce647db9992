package io.partita.abc;

import static io.partita.abc.AbcText.pitches;
import static io.partita.abc.AbcText.played;
import static io.partita.abc.AbcText.quarters;
import static io.partita.abc.AbcText.read;
import static io.partita.abc.AbcText.tune;
import static io.partita.notation.NoteTexts.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.KeySignature;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import io.partita.score.Track;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunes read as worked out by hand, feature by feature of the standard. */
class AbcFormatTest {
  private static final Pattern WORDS = Pattern.compile(" ");

  @Test
  void lettersAndMarksArePitches() throws Exception {
    assertThat(notes(read(quarters("C,CcBc'C,,"))))
        .containsExactly("48@0+1", "60@1+1", "72@2+1", "71@3+1", "84@4+1", "36@5+1");
  }

  @Test
  void numbersAreLengths() throws Exception {
    assertThat(notes(read(tune("M:none\nL:1/8\nK:C\nC2 D/2 E/ F// G3/2 A B5/4"))))
        .containsExactly(
            "60@0+1",
            "62@1+0.25",
            "64@1.25+0.25",
            "65@1.5+0.125",
            "67@1.625+0.75",
            "69@2.375+0.5",
            "71@2.875+0.625");
  }

  @ParameterizedTest
  @CsvSource({"2/4,0.25", "5/8,0.25", "3/4,0.5", "6/8,0.5", "C,0.5", "C|,0.5", "none,0.5"})
  void theMetreGivesTheUnitNoteWhereNoFieldDoes(String metre, double quarters) throws Exception {
    Score score = read(tune("M:" + metre, "K:C", "C"));
    Note note = score.notes().get(0);

    assertThat((double) (note.offsetTick() - note.onsetTick()) / score.division().ticksPerQuarter())
        .isEqualTo(quarters);
  }

  @Test
  void brokenRhythmsTakeFromOneWhatTheyGiveTheOther() throws Exception {
    assertThat(notes(read(quarters("C>D E<F G>>A B >>> c z<d"))))
        .containsExactly(
            "60@0+1.5",
            "62@1.5+0.5",
            "64@2+0.5",
            "65@2.5+1.5",
            "67@4+1.75",
            "69@5.75+0.25",
            "71@6+1.875",
            "72@7.875+0.125",
            "74@8.5+1.5");
  }

  @ParameterizedTest
  @CsvSource({
    "%%MIDI nobarlines,66 65 66 78 66",
    "I:MIDI nobarlines,66 65 66 78 66",
    "%%MIDI barlines,66 65 65 77 66"
  })
  void musicWithoutBarLinesHasAccidentalsOfOneNote(String instruction, String expected)
      throws Exception {
    assertThat(pitches(read(tune("L:1/4\n" + instruction + "\nK:G\nF =F F f|F"))))
        .isEqualTo(integers(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'',66 65 65 77 66", // the standard's default: in all octaves
    "pitch,66 65 65 77 66",
    "octave,66 65 65 78 66",
    "not,66 65 66 78 66"
  })
  void accidentalsHoldToTheEndOfTheBar(String rule, String expected) throws Exception {
    String directive = rule.isEmpty() ? "" : "%%propagate-accidentals " + rule + "\n";

    assertThat(pitches(read(tune("L:1/4\n" + directive + "K:G\nF =F F f|F"))))
        .isEqualTo(integers(expected));
  }

  @Test
  void doubleAccidentalsAlterTwice() throws Exception {
    assertThat(pitches(read(quarters("^^C __D ^E _F =C")))).containsExactly(62, 60, 65, 64, 60);
  }

  @ParameterizedTest
  @CsvSource({
    "C,60 62 64 65 67 69 71,0,false",
    "Am,60 62 64 65 67 69 71,0,true",
    "A minor,60 62 64 65 67 69 71,0,true",
    "G MIX,60 62 64 65 67 69 71,0,false",
    "Ddorian,60 62 64 65 67 69 71,0,false",
    "EPhr,60 62 64 65 67 69 71,0,false",
    "F lyd,60 62 64 65 67 69 71,0,false",
    "BLoc,60 62 64 65 67 69 71,0,false",
    "E dor,61 62 64 66 67 69 71,2,false",
    "Bb,60 62 63 65 67 69 70,-2,false",
    "EM,60 62 64 66 67 69 71,1,true",
    "E M,60 62 64 66 67 69 71,1,true",
    "D m=B,61 62 64 66 67 69 71,2,false", // the middle line of a clef
    "G -8va,60 62 64 66 67 69 71,1,false",
    "F#m,61 62 64 66 68 69 71,3,true",
    "C#,61 63 65 66 68 70 72,7,false",
    "Cb,59 61 63 64 66 68 70,-7,false",
    "Hp,61 62 64 66 67 69 71,2,false"
  })
  void keysAlterNotes(String key, String expected, int sharps, boolean minor) throws Exception {
    Score score = read(tune("K:" + key + "\nCDEFGAB"));

    assertThat(pitches(score)).isEqualTo(integers(expected));
    assertThat(score.keySignatures()).containsExactly(new KeySignature(0, 0, sharps, minor));
  }

  @ParameterizedTest
  @CsvSource({
    "D Phr ^f,60 62 63 66 67 69 70",
    "Dmix=c,60 62 64 66 67 69 71",
    "Dmix^c,61 62 64 66 67 69 71",
    "Dmix ^c_e,61 62 63 66 67 69 71",
    "Dm=b,60 62 64 65 67 69 71",
    "D=c clef=bass,60 62 64 66 67 69 71",
    "Bb_g=e,60 62 64 65 66 69 70",
    "D exp ^c _b,61 62 64 65 67 69 70",
    "none,60 62 64 65 67 69 71",
    "HP,60 62 64 65 67 69 71"
  })
  void keysThatMidiHasNoNameForAlterNotesAlone(String key, String expected) throws Exception {
    Score score = read(tune("K:" + key + "\nCDEFGAB"));

    assertThat(pitches(score)).isEqualTo(integers(expected));
    assertThat(score.keySignatures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Es,60 62 64 65 67 69 71",
    "H,60 62 64 65 67 69 71",
    "Xmix=c,60 62 64 65 67 69 71",
    "D foo,61 62 64 66 67 69 71",
    "D ^/c,61 62 64 66 67 69 71"
  })
  void whatAKeyDoesNotMeanIsCounted(String key, String expected) throws Exception {
    Score score = read(tune("K:" + key + "\nCDEFGAB"));

    assertThat(pitches(score)).isEqualTo(integers(expected));
    assertThat(score.warnings().count(MidiWarning.INVALID_KEY_SIGNATURE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clef=bass", "bass", "octave=0", "treble1 stafflines=1"})
  void aClefAloneLeavesTheKey(String clef) throws Exception {
    Score score = read(tune("K:D\nF|[K:" + clef + "]F"));

    assertThat(pitches(score)).containsExactly(66, 66);
    assertThat(score.isRepaired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "E0 F,64@0+1 65@1+1,1",
    "E z0 F,64@0+1 65@2+1,1",
    "[CE]0 F,60@0+1 64@0+1 65@1+1,1",
    "C y0 D y10 E y/2 F,60@0+1 62@1+1 64@2+1 65@3+1,0",
    "C (0DE,60@0+1 62@1+1 64@2+1,2",
    "C (1:2:2DE F,60@0+1 62@1+2 64@3+2 65@5+1,0",
    "(3:0:3CDE,60@0+0.667 62@0.667+0.667 64@1.333+0.667,1"
  })
  void aZeroIsCountedAsIfItWereNotThere(String music, String expected, int counted)
      throws Exception {
    Score score = read(quarters(music));

    assertThat(String.join(" ", notes(score))).isEqualTo(expected);
    assertThat(score.warnings().count(MidiWarning.UNKNOWN_TEXT)).isEqualTo(counted);
  }

  @Test
  void restsTakeTime() throws Exception {
    assertThat(notes(read(quarters("C z2 D x E y F"))))
        .containsExactly("60@0+1", "62@3+1", "64@5+1", "65@6+1");
    assertThat(notes(read(tune("M:3/4\nL:1/4\nK:C\nC3|Z2|D3|X|E3|"))))
        .as("two bars, then one")
        .containsExactly("60@0+3", "62@9+3", "64@15+3");
  }

  @Test
  void aChordIsAsLongAsItsFirstNote() throws Exception {
    assertThat(notes(read(quarters("[CEG]2 [C2E]/ F"))))
        .containsExactly("60@0+2", "64@0+2", "67@0+2", "60@2+1", "64@2+0.5", "65@3+1");
  }

  @Test
  void tiedNotesAreOne() throws Exception {
    assertThat(notes(read(quarters("C2-|C D [CE]-|[CE] [G-B]|[GB]"))))
        .containsExactly("60@0+3", "62@3+1", "60@4+2", "64@4+2", "67@6+2", "71@6+1", "71@7+1");
  }

  @Test
  void aTiedNoteKeepsItsAccidentalOverTheBarLine() throws Exception {
    assertThat(notes(read(quarters("^F2-|F F"))))
        .as("the second F of the bar is natural")
        .containsExactly("66@0+3", "65@3+1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C2 -C D",
        "C2-|C D",
        "C2 -|C D",
        "C2|-C D",
        "C2|\n-C D",
        "(C2)-C D",
        "C2.-C D",
        "C2!p!-C D",
        "C2{d}-C D",
        "[C2] -C D",
        "[C2 -]C D"
      })
  void aTieMayBeWrittenAnywhereBeforeTheNextNote(String music) throws Exception {
    Score score = read(quarters(music));

    assertThat(notes(score)).containsExactly("60@0+3", "62@3+1");
    assertThat(score.isRepaired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"C>-C D,60@0+2 62@2+1", "^F -|F F,66@0+2 65@2+1", "[C -E][CE],60@0+2 64@0+1 64@1+1"})
  void aLateTieIsThatOfTheNotesBeforeIt(String music, String expected) throws Exception {
    assertThat(String.join(" ", notes(read(quarters(music))))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-C C", "C z -C", "C4 & -C"})
  void aTieWithoutANoteIsCounted(String music) throws Exception {
    Score score = read(quarters(music));

    assertThat(score.notes().size()).isEqualTo(2);
    assertThat(score.warnings().count(MidiWarning.UNKNOWN_TEXT)).isEqualTo(1);
  }

  @Test
  void slursAreNoTies() throws Exception {
    assertThat(notes(read(quarters("(CC) .(DD)"))))
        .containsExactly("60@0+1", "60@1+1", "62@2+1", "62@3+1");
  }

  @ParameterizedTest
  @CsvSource({
    "4/4,(2CD,1.5 1.5",
    "4/4,(3CDE,0.667 0.667 0.667",
    "4/4,(4CDEF,0.75 0.75 0.75 0.75",
    "4/4,(5CDEFG,0.4 0.4 0.4 0.4 0.4",
    "6/8,(5CDEFG,0.6 0.6 0.6 0.6 0.6",
    "4/4,(6CDEFGA,0.333 0.333 0.333 0.333 0.333 0.333",
    "9/8,(7CDEFGAB,0.429 0.429 0.429 0.429 0.429 0.429 0.429",
    "4/4,(3:2:2C2D E,1.333 0.667 1",
    "4/4,(3:4C D E,1.333 1.333 1.333",
    "4/4,(3::2C D E,0.667 0.667 1",
    "4/4,(3C>DE,1 0.333 0.667",
    "4/4,(3Cz[DF],0.667 0.667 0.667"
  })
  void tupletsFollowTheTableOfTheStandard(String metre, String music, String lengths)
      throws Exception {
    assertThat(
            notes(read(tune("M:" + metre + "\nL:1/4\nK:C\n" + music))).stream()
                .map(note -> note.substring(note.indexOf('+') + 1)))
        .containsExactlyElementsOf(WORDS.splitAsStream(lengths).toList());
  }

  @Test
  void tupletsInSixEighthsSumToWholeBars() throws Exception {
    Score score = read(tune("M:6/8\nL:1/8\nK:C\n(2CD E2z|(4CDEF (3GAB c|d>ef {g}g3|(5CDEFG A3|"));

    assertThat(score.timeSignatures()).containsExactly(TimeSignature.of(0, 6, 8));
    assertThat(score.tracks().get(0).endTick())
        .isEqualTo(4L * 3 * score.division().ticksPerQuarter());
  }

  @Test
  void graceNotesAreLeftOutAndCounted() throws Exception {
    Score score = read(quarters("{ga}C {/d}D"));

    assertThat(notes(score)).containsExactly("60@0+1", "62@1+1");
    assertThat(score.warnings().count(MidiWarning.GRACE_NOTE)).isEqualTo(3);
    assertThat(score.isRepaired()).isFalse();
  }

  @Test
  void whatDoesNotSoundIsPassedOver() throws Exception {
    Score score =
        read(
            quarters(
                "\"Am7/G\"C \"^slowly (c)\"D !trill!E ~F .G uA TB +accent+c !",
                "U: T = !fermata!",
                "s: ** !p!",
                "r: remark CDE",
                "N: note CDE",
                "C` D$ E \\",
                "F % GABc",
                "%%text C D E",
                "%%begintext",
                "CDE",
                "%%endtext",
                "G"));

    assertThat(pitches(score)).containsExactly(60, 62, 64, 65, 67, 69, 71, 72, 60, 62, 64, 65, 67);
    assertThat(score.warnings()).isEqualTo(MidiWarnings.NONE);
  }

  @Test
  void textWithoutMeaningIsCounted() throws Exception {
    Score score = read(quarters("C 7 D \u00e9 E"));

    assertThat(pitches(score)).containsExactly(60, 62, 64);
    assertThat(score.warnings().count(MidiWarning.UNKNOWN_TEXT)).isEqualTo(2);
    assertThat(score.isRepaired()).isTrue();
  }

  @Test
  void dynamicsAreVelocities() throws Exception {
    assertThat(read(quarters("C !p!D E|!ff!F +mf+G")).notes().stream().map(Note::velocity))
        .containsExactly(80, 49, 49, 112, 80);
  }

  @ParameterizedTest
  @CsvSource({
    "|:CD|1EF:|2GA|],60 62 64 65 67 69,60 62 64 65 60 62 67 69",
    "CD:|EF,60 62 64 65,60 62 60 62 64 65",
    "CD::EF:|G,60 62 64 65 67,60 62 60 62 64 65 64 65 67",
    "|:CD:|:EF:|,60 62 64 65,60 62 60 62 64 65 64 65",
    "'|:C|[1,2D:|[3E||F',60 62 64 65,60 62 60 62 60 64 65",
    "|:C|1-2D:|3E|],60 62 64,60 62 60 62 60 64",
    "|::C::|D,60 62,60 60 60 62",
    "C|!fine!D|E!D.C.!|,60 62 64,60 62 64 60 62",
    "C|!segno!D|E|!D.S.!F|,60 62 64 65,60 62 64 65 62 64 65",
    ":|C|D,60 62,60 62",
    "|:CD[|]:|EF,60 62 64 65,60 62 60 62 64 65",
    "|:CD|]:|EF,60 62 64 65,60 62 60 62 64 65",
    "|:CD||:|EF,60 62 64 65,60 62 60 62 64 65",
    "CD[|]|:EF:|,60 62 64 65,60 62 64 65 64 65",
    "|:CD[1EF:|[2GA|],60 62 64 65 67 69,60 62 64 65 60 62 67 69"
  })
  void repeatsAreAsWrittenUnlessTheyArePlayed(String music, String written, String expanded)
      throws Exception {
    String tune = tune("L:1/4\nM:none\nK:C\n" + music);

    assertThat(pitches(read(tune))).isEqualTo(integers(written));
    assertThat(pitches(played(tune))).isEqualTo(integers(expanded));
  }

  /** The notes before it are played both times, in bars as long as their metre. */
  @Test
  void anEndingInsideABarLeavesTheBarsWhole() throws Exception {
    String tune =
        tune("L:1/4\nM:4/4\nK:C\n|:CDEF|G^F [1 FB:|[2 FG|cccc|]", "w: a b c d|e f g h|i j|k");

    assertThat(notes(played(tune)).subList(8, 16))
        .containsExactly(
            "60@8+1", "62@9+1", "64@10+1", "65@11+1", "67@12+1", "66@13+1", "65@14+1", "67@15+1");
    assertThat(played(tune).timeSignatures()).containsExactly(TimeSignature.of(0, 4, 4));
    assertThat(pitches(read(tune)).subList(4, 8)).as("no bar line").containsExactly(67, 66, 66, 71);
    assertThat(read(tune).texts().stream().filter(text -> text.kind() == TextEvent.Kind.LYRIC))
        .extracting(
            text -> text.tick() / read(tune).division().ticksPerQuarter() + " " + text.text())
        .containsExactly(
            "0 a", "1 b", "2 c", "3 d", "4 e", "5 f", "6 g", "7 h", "8 i", "9 j", "10 k");
  }

  /** Voices without the ending are split where one has it, and their long notes are tied. */
  @Test
  void anEndingInsideABarOfOneVoiceIsThatOfAll() throws Exception {
    String tune =
        tune(
            "L:1/4\nM:4/4\nK:C", "V:1", "|:cdef|gc [1 bc':|[2 bg|c4|]", "V:2", "|:C4|D3E:|C2|G4|]");

    assertThat(notes(played(tune)).stream().filter(note -> note.compareTo("70") < 0))
        .containsExactly("60@0+4", "62@4+3", "64@7+1", "60@8+4", "62@12+2", "60@14+2", "67@16+4");
    assertThat(notes(read(tune)).stream().filter(note -> note.compareTo("70") < 0))
        .containsExactly("60@0+4", "62@4+3", "64@7+1", "60@8+2", "67@10+4");
  }

  @ParameterizedTest
  @CsvSource({
    "1/4=100,600000",
    "'1/4=92,5',648649",
    "'92,5',1297297",
    "3/8=40,1000000",
    "\"Allegro\" 1/4=120,500000",
    "1/4=120 \"Allegro\",500000",
    "1/4 3/8 1/4 3/8=40,300000",
    "1/2 = 60,500000",
    "120,1000000", // eighths, the unit note
    "C=120,1000000",
    "C3=40,1000000"
  })
  void temposAreNotesAMinute(String tempo, int micros) throws Exception {
    assertThat(read(tune("L:1/8\nQ:" + tempo + "\nK:C\nC")).tempos())
        .containsExactly(new TempoEvent(0, 0, micros));
  }

  @Test
  void aTempoInWordsIsNone() throws Exception {
    Score score = read(tune("Q:\"Andante\"\nK:C\nC"));

    assertThat(score.tempos()).isEmpty();
    assertThat(score.isRepaired()).isFalse();
  }

  @Test
  void whatFollowsATempoIsCounted() throws Exception {
    Score score = read(tune("Q:1/4=90-100\nK:C\nC"));

    assertThat(score.tempos()).containsExactly(new TempoEvent(0, 0, 666_667));
    assertThat(score.warnings().count(MidiWarning.UNKNOWN_TEXT)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"6/8,6/8", "C,4/4", "C|,2/2", "2+3/8,5/8", "(2+3+2)/8,7/8", "12/8,12/8"})
  void metres(String written, String expected) throws Exception {
    assertThat(read(tune("M:" + written + "\nK:C\nC")).timeSignatures())
        .extracting(TimeSignature::text)
        .containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7/9", "0/4", "300/4", "x"})
  void aMetreThatIsNoneIsIgnored(String metre) throws Exception {
    Score score = read(tune("M:" + metre + "\nK:C\nC"));

    assertThat(score.timeSignatures()).isEmpty();
    assertThat(score.warnings().count(MidiWarning.INVALID_TIME_SIGNATURE)).isEqualTo(1);
  }

  @Test
  void aPickupIsABarOfItsOwn() throws Exception {
    Score score = read(tune("M:3/4\nL:1/4\nK:C\nC|DEF|GAB|"));
    long quarter = score.division().ticksPerQuarter();

    assertThat(score.timeSignatures())
        .containsExactly(TimeSignature.of(0, 3, 4), TimeSignature.of(quarter, 3, 4));
  }

  @Test
  void fieldsInTheBodyHoldFromThere() throws Exception {
    Score score =
        read(
            tune(
                "M:4/4\nL:1/4\nK:C",
                "F4|[K:G]F2[L:1/8]F4|",
                "M:3/4",
                "Q:1/4=60",
                "K:F",
                "B6|[M:2/4][Q:1/4=90]B4|"));
    long quarter = score.division().ticksPerQuarter();

    assertThat(notes(score)).containsExactly("65@0+4", "66@4+2", "66@6+2", "70@8+3", "70@11+2");
    assertThat(score.timeSignatures())
        .containsExactly(
            TimeSignature.of(0, 4, 4),
            TimeSignature.of(8 * quarter, 3, 4),
            TimeSignature.of(11 * quarter, 2, 4));
    assertThat(score.tempos())
        .containsExactly(
            new TempoEvent(8 * quarter, 0, 1_000_000), new TempoEvent(11 * quarter, 0, 666_667));
    assertThat(score.keySignatures()).extracting(KeySignature::sharps).containsExactly(0, 1, -1);
  }

  @Test
  void voicesAreTracks() throws Exception {
    Score score =
        read(
            tune(
                "L:1/4",
                "%%MIDI program 5",
                "V:T name=\"Tenor I\" clef=treble-8",
                "%%MIDI program 40",
                "V:B octave=-1",
                "V:unused",
                "K:C",
                "V:T",
                "CD|",
                "[V:B] EF|",
                "V:T",
                "G|",
                "[V:B] A|"));

    assertThat(score.tracks()).extracting(Track::name).containsExactly("Tenor I", "B");
    assertThat(score.notes().stream().map(note -> note.track() + ":" + note.pitch()))
        .containsExactly("0:48", "1:52", "0:50", "1:53", "0:55", "1:57");
    assertThat(score.notes().stream().filter(note -> note.track() == 0))
        .allMatch(note -> note.program() == 40 && note.channel() == 0);
    assertThat(score.notes().stream().filter(note -> note.track() == 1))
        .allMatch(note -> note.program() == 5 && note.channel() == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"M:3/4\nL:1/2\nQ:1/4=90\nV:1\nV:2", "V:1\nM:3/4\nV:2\nL:1/2\nQ:1/4=90"})
  void fieldsOfTheHeaderHoldForAllVoices(String header) throws Exception {
    Score score =
        read(tune(header, "%%MIDI nobarlines", "K:C", "V:1", "^C C|Z|", "V:2", "^CC|Z|C"));

    assertThat(notes(score)).containsExactly("61@0+2", "61@0+2", "60@2+2", "60@2+2", "60@7+2");
    assertThat(score.timeSignatures().get(0)).isEqualTo(TimeSignature.of(0, 3, 4));
    assertThat(score.tempos()).containsExactly(new TempoEvent(0, 0, 666_667));
  }

  @Test
  void theOnlyVoiceHasTheTitle() throws Exception {
    assertThat(read(quarters("C")).tracks().get(0).name()).isEqualTo("A tune");
  }

  @Test
  void midiInstructionsChooseChannelProgramAndTransposition() throws Exception {
    Score score =
        read(
            quarters(
                "C",
                "%%MIDI program 3 24 % a guitar",
                "%%MIDI channel 10%drums",
                "I:MIDI transpose -3",
                "C"));

    assertThat(score.notes().stream().map(n -> n.channel() + " " + n.program() + " " + n.pitch()))
        .containsExactly("0 0 60", "9 24 57");
  }

  @Test
  void transposedVoicesAreAsTheySound() throws Exception {
    Score score = read(tune("K:D transpose=-2\nDF"));

    assertThat(pitches(score)).containsExactly(60, 64);
    assertThat(score.keySignatures()).containsExactly(new KeySignature(0, 0, 0, false));
  }

  @Test
  void overlaysSoundTogether() throws Exception {
    assertThat(notes(read(quarters("C4&E2G2|F"))))
        .containsExactly("60@0+4", "64@0+2", "67@2+2", "65@4+1");
  }

  @Test
  void wordsAreSungToNotes() throws Exception {
    Score score =
        read(
            quarters(
                "CDE z F|G A B c|",
                "w: Hap-py~day * _ | well\\-known bread",
                "w: the sec-ond verse",
                "d",
                "w: end"));
    long quarter = score.division().ticksPerQuarter();

    assertThat(score.texts().stream().filter(text -> text.kind() == TextEvent.Kind.LYRIC))
        .extracting(text -> text.tick() / quarter + " " + text.text())
        .containsExactly("0 Hap-", "1 py day", "5 well-known", "6 bread", "9 end");
  }

  @Test
  void labelsOfPartsAreMarkers() throws Exception {
    Score score = read(quarters("P:A", "C|", "P:B", "D|"));
    long quarter = score.division().ticksPerQuarter();

    assertThat(score.texts().stream().filter(text -> text.kind() == TextEvent.Kind.MARKER))
        .extracting(text -> text.tick() / quarter + " " + text.text())
        .containsExactly("0 A", "1 B");
  }

  @Test
  void barLinesSideBySideMakeNoMeasure() throws Exception {
    assertThat(notes(read(tune("M:2/4\nL:1/4\nK:C\n|CD||\n||EF|]\n[|GA.|[|]Bc|"))))
        .containsExactly(
            "60@0+1", "62@1+1", "64@2+1", "65@3+1", "67@4+1", "69@5+1", "71@6+1", "72@7+1");
  }

  @Test
  void aNoteBeforeABarLineWithDotsIsNoField() throws Exception {
    assertThat(pitches(read(quarters("|:C|", "D:|", "E:|")))).containsExactly(60, 62, 64);
  }

  @Test
  void quarterTonesAreRounded() throws Exception {
    Score score = read(quarters("^/C _/D"));

    assertThat(pitches(score)).containsExactly(61, 62);
    assertThat(score.warnings().count(MidiWarning.MICROTONE_ROUNDED)).isEqualTo(2);
  }

  @Test
  void notesBeyondMidiAreLeftOut() throws Exception {
    Score score = read(quarters("C,,,,,,,D"));

    assertThat(notes(score)).containsExactly("62@1+1");
    assertThat(score.warnings().count(MidiWarning.PITCH_BEYOND_MIDI)).isEqualTo(1);
  }

  private static List<Integer> integers(String numbers) {
    return WORDS.splitAsStream(numbers).map(Integer::valueOf).toList();
  }
}
