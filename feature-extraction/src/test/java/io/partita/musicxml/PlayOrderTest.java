package io.partita.musicxml;

import static io.partita.musicxml.MusicXmlText.attributes;
import static io.partita.musicxml.MusicXmlText.divisions;
import static io.partita.musicxml.MusicXmlText.note;
import static io.partita.musicxml.MusicXmlText.played;
import static io.partita.musicxml.MusicXmlText.score;
import static io.partita.musicxml.MusicXmlText.sound;
import static io.partita.musicxml.MusicXmlText.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partita.MalformedInputException;
import io.partita.notation.NotationFault;
import io.partita.score.MidiWarning;
import io.partita.score.Note;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which measures are played when repeats are; measure i has the pitch 60 + i. */
class PlayOrderTest {
  private static final String BACK = "<barline><repeat direction=\"backward\"/></barline>";
  private static final String FORWARD = "<barline><repeat direction=\"forward\"/></barline>";

  @Test
  void withoutRepeatsEachIsPlayedOnce() throws Exception {
    assertThat(order("", "", "")).containsExactly(0, 1, 2);
  }

  @Test
  void aRepeatGoesBackToItsStart() throws Exception {
    assertThat(order("", FORWARD, BACK, "")).containsExactly(0, 1, 2, 1, 2, 3);
    assertThat(order("", BACK, "", BACK)).containsExactly(0, 1, 0, 1, 2, 3, 2, 3);
    String thrice = "<barline><repeat direction=\"backward\" times=\"3\"/></barline>";
    assertThat(order(thrice, "")).containsExactly(0, 0, 0, 1);
  }

  @Test
  void eachPassHasItsEnding() throws Exception {
    assertThat(order("", ending("1", BACK), ending("2", ""), "")).containsExactly(0, 1, 0, 2, 3);
    assertThat(order("", ending("1, 2", BACK), ending("3", ""), FORWARD, BACK))
        .containsExactly(0, 1, 0, 1, 0, 2, 3, 4, 3, 4);
    assertThat(order("", ending("1", BACK), ending("2", BACK), ending("3", ""), BACK))
        .containsExactly(0, 1, 0, 2, 0, 3, 4, 4);
  }

  @Test
  void anOnlyEndingIsLeftOutAfterItsPasses() throws Exception {
    assertThat(order("", ending("1", BACK), "", BACK)).containsExactly(0, 1, 0, 2, 3, 2, 3);
    assertThat(order("", ending("1, 2", BACK.replace("/>", " times=\"3\"/>")), ""))
        .containsExactly(0, 1, 0, 1, 0, 2);
    assertThat(order("", ending("1", BACK), sound("dacapo=\"yes\"")))
        .containsExactly(0, 1, 0, 2, 0, 2);
    assertThat(order(BACK, ending("2", ""), "")).containsExactly(0, 0, 1, 2);
    assertThat(order("", ending("1", ""), "")).containsExactly(0, 1, 2);
  }

  @Test
  void anEndingWithoutAStopEndsBeforeTheNextRepeat() throws Exception {
    String second = "<barline location=\"left\"><ending number=\"2\" type=\"start\"/></barline>";
    String[] forward = {"", ending("1", BACK), second, FORWARD, ending("1", BACK), ending("2", "")};
    String[] first = {"", ending("1", BACK), second, ending("1", BACK), ending("2", "")};

    assertThat(order(forward)).containsExactly(0, 1, 0, 2, 3, 4, 3, 5);
    assertThat(order(first)).containsExactly(0, 1, 0, 2, 3, 4);
    for (String[] measures : List.of(forward, first)) {
      assertThat(played(xml(measures)).warnings().counts())
          .containsOnlyKeys(MidiWarning.ENDING_WITHOUT_STOP);
    }
  }

  @Test
  void daCapoEndsAtFineAndLeavesRepeatsOut() throws Exception {
    assertThat(order(BACK, sound("fine=\"yes\""), "", sound("dacapo=\"yes\"")))
        .containsExactly(0, 0, 1, 2, 3, 0, 1);
  }

  @Test
  void dalSegnoGoesByWayOfTheCoda() throws Exception {
    assertThat(
            order(
                "",
                sound("segno=\"s\""),
                sound("tocoda=\"c\""),
                sound("dalsegno=\"s\""),
                sound("coda=\"c\"")))
        .containsExactly(0, 1, 2, 3, 1, 2, 4);
  }

  @Test
  void theLastEndingIsPlayedOnTheWayBack() throws Exception {
    assertThat(order("", ending("1", BACK), ending("2", sound("dacapo=\"yes\""))))
        .containsExactly(0, 1, 0, 2, 0, 2);
  }

  @Test
  void notesAfterRepeatsAreCountedToo() {
    String[] measures = new String[100];
    Arrays.fill(measures, "");
    measures[99] = "<barline><repeat direction=\"backward\" times=\"100\"/></barline>";
    MalformedInputException fault =
        catchThrowableOfType(
            MalformedInputException.class,
            () -> MusicXmlReader.read(xml(measures).getBytes(UTF_8), 5_000, true));

    assertThat(fault.fault()).isEqualTo(NotationFault.TOO_MANY_NOTES);
  }

  private static String ending(String number, String more) {
    return "<barline location=\"left\"><ending number=\"%s\" type=\"start\"/></barline>"
            .formatted(number)
        + more
        + "<barline><ending number=\"%s\" type=\"stop\"/></barline>".formatted(number);
  }

  private static int[] order(String... measures) throws Exception {
    return played(xml(measures)).notes().stream().mapToInt(Note::pitch).map(p -> p - 60).toArray();
  }

  private static String xml(String... measures) {
    String[] whole = new String[measures.length];
    for (int i = 0; i < measures.length; i++) {
      String first = i == 0 ? attributes(divisions(1), time("1", 4)) : "";
      String pitch = note("C4", 1).replace("</step>", "</step><alter>" + i % 12 + "</alter>");
      whole[i] = first + pitch + measures[i];
    }
    return score(whole);
  }
}
