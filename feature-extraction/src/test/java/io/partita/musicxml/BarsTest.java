package io.partita.musicxml;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.musicxml.MusicXmlText.attributes;
import static io.partita.musicxml.MusicXmlText.divisions;
import static io.partita.musicxml.MusicXmlText.note;
import static io.partita.musicxml.MusicXmlText.played;
import static io.partita.musicxml.MusicXmlText.read;
import static io.partita.musicxml.MusicXmlText.rest;
import static io.partita.musicxml.MusicXmlText.score;
import static io.partita.musicxml.MusicXmlText.tie;
import static io.partita.musicxml.MusicXmlText.time;
import static io.partita.notation.NoteTexts.notes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.ArchiveLimits;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import io.partita.score.TimeSignature;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bars are the score's: in all parts they begin, are repeated and are split together. */
class BarsTest {
  private static final String FIRST = attributes(divisions(1), time("4", 4));
  private static final ArchiveLimits LIMITS = ArchiveLimits.defaults();
  private static final String BACK = "<repeat direction=\"backward\"/>";
  private static final String FULL_REST =
      "<note><rest measure=\"yes\"/><duration>4</duration></note>";

  /** Parts with the measures of each, of which the first gets divisions and a metre. */
  @SafeVarargs
  private static String parts(List<String>... parts) {
    String xml = score(parts[0].toArray(String[]::new));
    for (int i = 1; i < parts.length; i++) {
      String measures = "<measure>" + String.join("</measure><measure>", parts[i]) + "</measure>";
      xml =
          xml.replace(
              "</score-partwise>",
              "<part id=\"P" + i + "x\">" + measures + "</part></score-partwise>");
    }
    return xml;
  }

  @SafeVarargs
  private static Score of(List<String>... parts) throws Exception {
    return read(parts(parts));
  }

  @Test
  void theLongestPartDecides() throws Exception {
    Score score =
        of(
            List.of(FIRST + note("C5", 4), note("D5", 4)),
            List.of(FIRST + note("C3", 2), note("D3", 4)),
            List.of(FIRST + note("C2", 1), note("D2", 1)));

    assertThat(notes(score))
        .containsExactlyInAnyOrder("36@0+1", "48@0+2", "72@0+4", "38@4+1", "50@4+4", "74@4+4");
    assertThat(score.warnings().count(MidiWarning.BAR_LENGTHS)).isEqualTo(2);
    assertThat(score.isRepaired()).isTrue();
  }

  @Test
  void restsOfAWholeBarAndEmptyBarsDecideNothing() throws Exception {
    for (String nothing : List.of(FULL_REST, rest(4), rest(8), "")) {
      Score score =
          of(
              List.of(FIRST + note("G4", 1), note("C5", 4)),
              List.of(FIRST + nothing, note("C3", 4)));

      assertThat(notes(score)).as(nothing).containsExactlyInAnyOrder("67@0+1", "48@1+4", "72@1+4");
      assertThat(score.isRepaired()).isEqualTo(!nothing.isEmpty());
    }
    assertThat(notes(of(List.of(FIRST + "", note("C5", 4)), List.of(FIRST + FULL_REST, ""))))
        .containsExactlyInAnyOrder("72@4+4");
  }

  @Test
  void aMetreIsThatOfAllParts() throws Exception {
    Score score =
        of(
            List.of(attributes(divisions(1)), "", note("C5", 3)),
            List.of(attributes(divisions(1), time("3", 4)), "", note("C3", 3)));

    assertThat(notes(score)).containsExactlyInAnyOrder("48@6+3", "72@6+3");
    assertThat(score.timeSignatures()).extracting(TimeSignature::numerator).containsExactly(3);
  }

  @Test
  void aPartThatEndsEarlierIsRepeatedWithTheOthers() throws Exception {
    String end = "<barline>" + BACK + "</barline>";
    Score score =
        played(
            parts(
                List.of(FIRST + note("C5", 4), note("D5", 4) + end),
                List.of(FIRST + note("C3", 4))));

    assertThat(notes(score))
        .containsExactlyInAnyOrder("48@0+4", "72@0+4", "74@4+4", "48@8+4", "72@8+4", "74@12+4");
  }

  @Test
  void aRepeatInsideABarSplitsItInAllParts() throws Exception {
    String middle = "<barline location=\"middle\">%s</barline>";
    String xml =
        parts(
            List.of(
                FIRST + note("C5", 4),
                note("D5", 2)
                    + middle.formatted(BACK)
                    + note("E5", 1)
                    + middle.formatted("<repeat direction=\"forward\"/>")
                    + note("F5", 1),
                note("G5", 4) + "<barline>" + BACK + "</barline>"),
            List.of(FIRST + note("C3", 4), note("D3", 1).repeat(4), rest(4)));

    assertThat(notes(played(xml)))
        .filteredOn(note -> note.startsWith("7"))
        .containsExactlyInAnyOrder(
            "72@0+4", "74@4+2", "72@6+4", "74@10+2", "76@12+1", "77@13+1", "79@14+4", "77@18+1",
            "79@19+4");
    assertThat(notes(played(xml))).contains("50@4+1", "50@5+1", "48@6+4").hasSize(9 + 2 + 7);
    assertThat(played(xml).timeSignatures())
        .extracting(TimeSignature::tick)
        .as("the bar that goes on is one")
        .containsExactly(0L, 6 * 480L, 19 * 480L);
    assertThat(notes(read(xml))).contains("76@6+1", "79@8+4");
    byte[] bytes = xml.getBytes(UTF_8);
    assertThat(measures(MusicXmlReader.written(bytes, LIMITS, xml.length(), true)))
        .as("pieces of a bar are that bar")
        .containsExactly("0@0", "1@4", "0@6", "1@10", "1@12", "1@13", "2@14", "1@18", "2@19");
    assertThat(measures(MusicXmlReader.written(bytes, LIMITS, xml.length(), false)))
        .containsExactly("0@0", "1@4", "2@8");
    assertThatFault(() -> MusicXmlReader.written(bytes, LIMITS, xml.length() - 1, false))
        .is("TOO_LARGE", 0);
  }

  private static List<String> measures(MusicXmlReader.Written written) {
    assertThat(written.xml()).startsWith("<").contains("<score-partwise");
    return written.measures().stream()
        .map(measure -> measure.measure() + "@" + measure.tick() / 480)
        .toList();
  }

  @Test
  void aScoreByMeasuresMayLeavePartsOut() throws Exception {
    String xml =
        "<score-timewise><part-list/><measure><part id=\"A\">%s</part></measure><measure><part"
            + " id=\"A\">%s</part><part id=\"B\">%s</part></measure></score-timewise>";

    assertThat(
            notes(read(xml.formatted(FIRST + note("C4", 4), note("D4", 4), FIRST + note("C3", 4)))))
        .containsExactlyInAnyOrder("60@0+4", "48@4+4", "62@4+4");
  }

  @Test
  void aTieOverAGapIsWarnedOf() throws Exception {
    Score score =
        of(
            List.of(FIRST + note("C5", 4), note("D5", 4)),
            List.of(FIRST + note("C3", 2, tie("start")), note("C3", 4, tie("stop"))));

    assertThat(notes(score)).contains("48@0+2", "48@4+4");
    assertThat(score.warnings().count(MidiWarning.TIE_OVER_GAP)).isEqualTo(1);
    assertThat(
            of(List.of(FIRST + note("C5", 4, tie("start")), note("C5", 4, tie("stop"))))
                .warnings()
                .counts())
        .isEmpty();
  }
}
