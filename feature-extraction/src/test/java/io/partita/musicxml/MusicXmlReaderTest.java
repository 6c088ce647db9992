package io.partita.musicxml;

import static io.partita.musicxml.MusicXmlText.attributes;
import static io.partita.musicxml.MusicXmlText.backup;
import static io.partita.musicxml.MusicXmlText.chordNote;
import static io.partita.musicxml.MusicXmlText.divisions;
import static io.partita.musicxml.MusicXmlText.duration;
import static io.partita.musicxml.MusicXmlText.note;
import static io.partita.musicxml.MusicXmlText.pitch;
import static io.partita.musicxml.MusicXmlText.read;
import static io.partita.musicxml.MusicXmlText.rest;
import static io.partita.musicxml.MusicXmlText.score;
import static io.partita.musicxml.MusicXmlText.sound;
import static io.partita.musicxml.MusicXmlText.tie;
import static io.partita.musicxml.MusicXmlText.time;
import static io.partita.notation.NoteTexts.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.KeySignature;
import io.partita.score.Meter;
import io.partita.score.MidiWarning;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import io.partita.score.Track;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the elements of a score mean as notes and events. */
class MusicXmlReaderTest {
  private static final String FOUR_FOUR = attributes(divisions(2), time("4", 4));

  @Test
  void durationsAreExactWhateverDivisionsChangeTo() throws Exception {
    Score score =
        read(
            score(
                attributes(divisions(3), time("2", 4)) + note("C4", 1) + note("D4", 5),
                attributes(divisions(7)) + note("E4", 2) + note("F4", 12),
                attributes(divisions(4)) + note("G4", 8)));

    assertThat(score.division().ticksPerQuarter()).isEqualTo(3360);
    assertThat(score.notes().get(0).offsetTick()).isEqualTo(1120);
    assertThat(score.notes().get(2).offsetTick()).isEqualTo(2 * 3360 + 960);
    assertThat(notes(score)).endsWith("67@4+2");
    assertThat(score.isRepaired()).isFalse();
  }

  @Test
  void divisionsThatHaveNoCommonTicksAreRoundedAndCounted() throws Exception {
    Score score =
        read(
            score(
                attributes(divisions(32749), time("1", 4)) + note("C4", 32748) + note("C4", 1),
                attributes(divisions(32719)) + note("D4", 1) + note("D4", 32718)));

    assertThat(notes(score)).endsWith("62@1+1");
    assertThat(score.warnings().count(MidiWarning.DURATION_ROUNDED)).isPositive();
  }

  @Test
  void voicesGoBackAndForwardAndChordsShareTheirOnset() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + note("C5", 4)
                    + chordNote("E5", 4)
                    + note("D5", 4)
                    + backup(8)
                    + "<forward>"
                    + duration(2)
                    + "</forward>"
                    + note("A3", 6)
                    + backup(20)
                    + note("B2", 1)));

    assertThat(notes(score)).containsExactly("47@0+0.5", "72@0+2", "76@0+2", "57@1+3", "74@2+2");
    assertThat(score.warnings().counts()).containsOnlyKeys(MidiWarning.BACKUP_BEYOND_MEASURE);
  }

  @Test
  void measuresAreAsLongAsWhatIsInThem() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR + note("C4", 2),
                rest(8),
                note("D4", 10),
                "",
                "<note><rest measure=\"yes\"/>" + duration(9) + "</note>",
                "<note><rest measure=\"yes\"/>" + duration(2) + "</note>",
                attributes(time("3", 4)) + rest(8),
                note("E4", 6)));

    // 1 of a pickup, 4, 5 of too many, 4 of none, 4 and 1 of rests, 3 of a whole rest in 3/4.
    assertThat(notes(score)).containsExactly("60@0+1", "62@5+5", "64@22+3");
  }

  @Test
  void aPickupDoesNotMoveTheBars() throws Exception {
    Score score = read(score(FOUR_FOUR + note("C4", 2), note("D4", 8), note("E4", 8)));
    Meter meter = Meter.of(score).orElseThrow();

    assertThat(score.timeSignatures())
        .containsExactly(TimeSignature.of(0, 4, 4), TimeSignature.of(480, 4, 4));
    for (Note note : score.notes()) {
      assertThat(meter.quartersIntoBar(note.onsetTick())).isZero();
    }
  }

  @Test
  void tiesJoinNotesOfOnePitchAcrossVoicesAndBars() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + note("C4", 8, "<voice>1</voice>", tie("start"))
                    + chordNote("G4", 8, tie("start"))
                    + chordNote("B4", 8),
                note("C4", 4, "<voice>2</voice>", tie("stop"), tie("start"))
                    + note("C4", 4, "<voice>2</voice>", tie("stop"))
                    + backup(8)
                    + note("G4", 2, "<voice>1</voice>")
                    + note("B4", 2, tie("stop"))));

    assertThat(notes(score))
        .as("G goes on in its own voice, B ends a tie that nothing began")
        .containsExactly("60@0+8", "67@0+5", "71@0+4", "71@5+1");
  }

  @Test
  void aTieThatMeetsNoNoteEndsWithItsOwn() throws Exception {
    Score score =
        read(score(FOUR_FOUR + note("C4", 2, tie("start")) + rest(2) + note("C4", 4, tie("stop"))));

    assertThat(notes(score)).containsExactly("60@0+1", "60@2+2");
  }

  @Test
  void graceAndCueNotesAreLeftOutAndCounted() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + "<note><grace/>"
                    + pitch("B4")
                    + "</note>"
                    + note("C4", 4)
                    + "<note><cue/>"
                    + pitch("E6")
                    + duration(2)
                    + "</note>"
                    + note("D4", 2)));

    assertThat(notes(score)).containsExactly("60@0+2", "62@3+1");
    assertThat(score.warnings().counts())
        .containsOnlyKeys(MidiWarning.GRACE_NOTE, MidiWarning.CUE_NOTE);
    assertThat(score.isRepaired()).isFalse();
  }

  @Test
  void transposingInstrumentsSoundAndSoDoesTheirKey() throws Exception {
    String clarinet = transpose("", -1, -2, "");
    Score score =
        read(
            score(
                attributes(
                        divisions(1),
                        "<key><fifths>2</fifths><mode>minor</mode></key>",
                        time("2", 4),
                        clarinet)
                    + note("C4", 2),
                attributes(transpose("", 0, 0, "<octave-change>-1</octave-change>"))
                    + note("C4", 2)));

    assertThat(notes(score)).containsExactly("58@0+2", "48@2+2");
    assertThat(score.keySignatures()).containsExactly(new KeySignature(0, 0, 0, true));
  }

  @Test
  void aStaffIsATrackAndMayTransposeAlone() throws Exception {
    Score score =
        read(
            score(
                "<part-name>Duo</part-name>",
                List.of(
                    attributes(
                            divisions(1),
                            time("2", 4),
                            "<staves>2</staves>",
                            transpose(" number=\"2\"", 2, 3, ""))
                        + note("C5", 2, "<staff>1</staff>")
                        + backup(2)
                        + note("C3", 2, "<staff>2</staff>")
                        + chordNote("E3", 2))));

    assertThat(score.notes().stream().map(n -> n.track() + ":" + n.pitch()))
        .containsExactly("0:72", "1:51", "1:55");
    assertThat(score.tracks()).extracting(Track::name).containsExactly("Duo", "Duo");
  }

  private static String transpose(String number, int diatonic, int chromatic, String more) {
    return "<transpose%s><diatonic>%d</diatonic><chromatic>%d</chromatic>%s</transpose>"
        .formatted(number, diatonic, chromatic, more);
  }

  @Test
  void temposArePlayedAsTheySoundElseAsTheyAreWritten() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + "<direction><direction-type><metronome><beat-unit>quarter</beat-unit>"
                    + "<beat-unit-dot/><per-minute>60</per-minute></metronome></direction-type>"
                    + "</direction>"
                    + note("C4", 4)
                    + "<direction><direction-type><metronome><beat-unit>half</beat-unit>"
                    + "<per-minute>10</per-minute></metronome></direction-type>"
                    + sound("tempo=\"150\"")
                    + "</direction>"
                    + note("D4", 4),
                "<sound tempo=\"75\"><offset>-2</offset></sound><sound tempo=\"0\"/>"
                    + note("E4", 8)));

    assertThat(score.tempos())
        .containsExactly(
            new TempoEvent(0, 0, 666_667),
            new TempoEvent(960, 0, 400_000),
            new TempoEvent(4 * 480 - 480, 0, 800_000));
    assertThat(score.warnings().counts()).containsOnlyKeys(MidiWarning.TEMPO_ZERO);
  }

  @Test
  void aTempoWithADecimalCommaIsReadAndOneThatIsNoNumberCounted() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + "<direction><direction-type><metronome><beat-unit>quarter</beat-unit>"
                    + "<per-minute>92,5</per-minute></metronome></direction-type></direction>"
                    + note("C4", 4)
                    + "<sound tempo=\"62,5\"/>"
                    + note("D4", 4)
                    + "<sound tempo=\"fast\"/>"));

    assertThat(score.tempos())
        .containsExactly(new TempoEvent(0, 0, 648_649), new TempoEvent(960, 0, 960_000));
    assertThat(score.warnings().counts()).containsExactly(Map.entry(MidiWarning.TEMPO_ZERO, 1));
  }

  @Test
  void metresAreSumsAndOneWithoutMeasureIsNone() throws Exception {
    Score score =
        read(
            score(
                attributes(divisions(2), time("3+2", 8)) + note("C4", 5),
                attributes(
                        "<time><beats>3</beats><beat-type>8</beat-type><beats>2</beats>"
                            + "<beat-type>4</beat-type></time>")
                    + note("C4", 7),
                attributes("<time><senza-misura/></time>") + note("C4", 7),
                attributes(time("4", 3)) + note("C4", 7)));

    assertThat(score.timeSignatures())
        .containsExactly(TimeSignature.of(0, 5, 8), TimeSignature.of(5 * 240, 7, 8));
    assertThat(score.warnings().counts()).containsOnlyKeys(MidiWarning.INVALID_TIME_SIGNATURE);
  }

  @Test
  void dynamicsAreVelocities() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + note("C4", 2)
                    + "<direction><direction-type><dynamics><p/></dynamics></direction-type>"
                    + "</direction>"
                    + note("C4", 2)
                    + sound("dynamics=\"100\"")
                    + note("C4", 2)
                    + note("C4", 2).replace("<note>", "<note dynamics=\"50\">")
                    + backup(6)
                    + note("C3", 1)));

    assertThat(score.notes().stream().map(n -> n.pitch() + ":" + n.velocity()))
        .containsExactly("60:80", "48:49", "60:49", "60:90", "60:45");
  }

  @Test
  void instrumentsOfAPartPlayTheirOwnNotes() throws Exception {
    Score score =
        read(
            score(
                "<part-name>Kit</part-name><score-instrument id=\"K\"/><score-instrument id=\"S\"/>"
                    + "<midi-instrument id=\"V\"><midi-channel>3</midi-channel>"
                    + "<midi-program>41</midi-program></midi-instrument>"
                    + "<midi-instrument id=\"K\"><midi-channel>10</midi-channel>"
                    + "<midi-unpitched>36</midi-unpitched></midi-instrument>",
                List.of(
                    FOUR_FOUR
                        + note("C4", 2)
                        + unpitched("K")
                        + unpitched("V")
                        + note("C4", 2, "<instrument id=\"V\"/>"))));

    assertThat(score.notes().stream().map(n -> n.channel() + ":" + n.program() + ":" + n.pitch()))
        .containsExactly("2:40:60", "9:0:35", "9:0:38", "2:40:60");
    assertThat(score.warnings().counts()).containsOnlyKeys(MidiWarning.DRUM_GUESSED);
  }

  private static String unpitched(String instrument) {
    return "<note><unpitched/>" + duration(2) + "<instrument id=\"" + instrument + "\"/></note>";
  }

  @Test
  void pitchesGoToTheNearestSemitoneOfMidi() throws Exception {
    String quarterSharp = pitch("C4").replace("</step>", "</step><alter>0.5</alter>");
    String flat = pitch("C4").replace("</step>", "</step><alter>-1</alter>");
    Score score =
        read(
            score(
                FOUR_FOUR
                    + "<note>"
                    + quarterSharp
                    + duration(2)
                    + "</note><note>"
                    + flat
                    + duration(2)
                    + "</note>"
                    + note("C12", 2)
                    + "<note>"
                    + pitch("D4")
                    + "</note>"));

    assertThat(notes(score)).containsExactly("61@0+1", "59@1+1", "62@3+0");
    assertThat(score.warnings().counts())
        .containsOnlyKeys(
            MidiWarning.MICROTONE_ROUNDED, MidiWarning.PITCH_BEYOND_MIDI, MidiWarning.NO_DURATION);
  }

  @Test
  void wordsAreTextsOfTheirTrack() throws Exception {
    Score score =
        read(
            score(
                FOUR_FOUR
                    + "<direction><direction-type><rehearsal>A</rehearsal></direction-type>"
                    + "<direction-type><pedal type=\"start\"/></direction-type></direction>"
                    + note(
                        "C4",
                        4,
                        "<lyric number=\"1\"><syllabic>begin</syllabic><text>Hal</text></lyric>",
                        "<lyric number=\"2\"><text>two</text></lyric>")
                    + note("C4", 4, "<lyric><text>lo</text></lyric>")));

    assertThat(score.texts())
        .containsExactlyInAnyOrder(
            new TextEvent(0, 0, TextEvent.Kind.TRACK_NAME, "Flute"),
            new TextEvent(0, 0, TextEvent.Kind.MARKER, "A"),
            new TextEvent(0, 0, TextEvent.Kind.LYRIC, "Hal-"),
            new TextEvent(960, 0, TextEvent.Kind.LYRIC, "lo"));
    assertThat(score.pedals()).hasSize(1);
  }

  @Test
  void timewiseIsTheSameAsPartwise() throws Exception {
    String one = FOUR_FOUR + note("C4", 8);
    String two = note("D4", 8);
    String list = "<part-list><score-part id=\"P1\"><part-name>Flute</part-name></score-part>";
    Score score =
        read(
            "<score-timewise>%s</part-list>%s%s</score-timewise>"
                .formatted(list, timewise(one), timewise(two)));

    assertThat(MidiWriter.write(score)).isEqualTo(MidiWriter.write(read(score(one, two))));
    assertThat(notes(score)).containsExactly("60@0+4", "62@4+4");
  }

  private static String timewise(String content) {
    return "<measure><part id=\"P1\">" + content + "</part></measure>";
  }

  @Test
  void aScoreSurvivesAMidiFile() throws Exception {
    Score score = read(score(FOUR_FOUR + note("C4", 4) + chordNote("E4", 4) + note("G4", 4)));

    assertThat(MidiReader.read(MidiWriter.write(score)).notes().equals(score.notes())).isTrue();
  }

  @Test
  void partsThatNameNoChannelGetOneEachButNotThatOfDrums() throws Exception {
    StringBuilder list = new StringBuilder();
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      list.append("<score-part id=\"P%d\"/>".formatted(i));
      parts.append(
          "<part id=\"P%d\"><measure>%s</measure></part>".formatted(i, FOUR_FOUR + note("C4", 8)));
    }
    Score score =
        read("<score-partwise><part-list>" + list + "</part-list>" + parts + "</score-partwise>");

    assertThat(score.notes().stream().map(Note::channel))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12);
  }
}
