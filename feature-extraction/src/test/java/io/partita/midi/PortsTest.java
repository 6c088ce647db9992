package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partita.score.MidiWarning;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.TextEvent;
import io.partita.token.TokenSchemes;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final String END = " 00 ff2f00";
  private static final String PORT_0 = " 00 ff210100";
  private static final String PORT_1 = " 00 ff210101";

  @Test
  void theFirstPortOfATrackHoldsForWhatIsBeforeIt() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .track("00 c028 00 903c40 10 803c00" + END)
            .track("00 c049" + PORT_1 + " 08 904840 10 804800" + END)
            .read();

    assertThat(score.notes())
        .extracting(Note::pitch, Note::port, Note::program)
        .containsExactly(tuple(60, 0, 40), tuple(72, 1, 73));
  }

  @Test
  void aPortAfterANoteHoldsFromThereOn() throws Exception {
    Score score =
        MidiBytes.oneTrack(
                "00 c005 00 903c40 04 803c00"
                    + PORT_1
                    + " 00 c006 00 903e40 04 803e00"
                    + PORT_0
                    + " 00 904040 04 804000")
            .read();

    assertThat(score.notes())
        .extracting(Note::pitch, Note::port, Note::program)
        .containsExactly(tuple(60, 0, 5), tuple(62, 1, 6), tuple(64, 0, 5));
  }

  @Test
  void aNoteIsEndedOnItsOwnPort() throws Exception {
    Score score =
        MidiBytes.oneTrack(
                "00 903c40"
                    + PORT_1
                    + " 02 903c41 02 803c00"
                    + PORT_0
                    + " 04 803c00"
                    + PORT_1
                    + " 00 903d42")
            .read();

    assertThat(score.notes())
        .extracting(Note::velocity, Note::onsetTick, Note::offsetTick)
        .containsExactly(tuple(64, 0L, 8L), tuple(65, 2L, 4L), tuple(66, 8L, 8L));
    assertThat(score.orphanOffs()).isZero();
    assertThat(score.unclosedCount()).isEqualTo(1);
  }

  @Test
  void eachPortHasPedalsBendsAndDrumsOfItsOwn() throws Exception {
    MidiBytes file =
        MidiBytes.file(1, 2)
            .track(
                PORT_0
                    + " 00 b0407f 00 b06500 00 b06400 00 b0060c 04 e00040 08 b04000 00 992640"
                    + " 04 892600"
                    + END)
            .track(PORT_1 + " 00 b0407f 04 e00060 0c b04000 00 992640 04 892600" + END);

    assertThat(Pedals.of(file.events()))
        .containsExactly(
            new PedalPress(0, 0, 0, 64, 0, 12, true), new PedalPress(1, 1, 0, 64, 0, 16, true));
    PitchBends bends = new PitchBends(file.events());
    assertThat(bends.next()).isEqualTo(new PitchBend(4, 0, 0, 0, 0, 12));
    assertThat(bends.next()).isEqualTo(new PitchBend(4, 1, 1, 0, 4096, 2));
    assertThat(file.read().notes()).extracting(Note::isDrum).containsExactly(true, true);
    assertThat(file.read().pedals())
        .contains(new PedalEvent(0, 0, 0, 0, 127), new PedalEvent(0, 1, 1, 0, 127));
  }

  @Test
  void aDeviceNameIsNoPortAndABadPortIsReported() throws Exception {
    Score score =
        MidiBytes.oneTrack("00 ff090141 00 ff210180 00 ff2100 00 ff21020101 00 903c40 04 803c00")
            .read();

    assertThat(score.notes()).extracting(Note::port).containsExactly(0);
    assertThat(score.texts()).extracting(TextEvent::kind).contains(TextEvent.Kind.DEVICE_NAME);
    assertThat(score.warnings().count(MidiWarning.INVALID_PORT)).isEqualTo(3);
    assertThat(score.isRepaired()).isTrue();
  }

  /** As the programs that they must equal. */
  @Test
  void tokenSchemesKnowNoPorts() throws Exception {
    MidiBytes ports =
        MidiBytes.file(1, 2)
            .track(PORT_0 + " 00 c000 04 903c40 04 803c00" + END)
            .track(PORT_1 + " 00 c028 04 904840 04 804800" + END);
    MidiBytes none =
        MidiBytes.file(1, 2)
            .track(" 00 c000 04 903c40 04 803c00" + END)
            .track(" 00 c028 04 904840 04 804800" + END);

    assertThat(TokenSchemes.all())
        .allSatisfy(
            scheme ->
                assertThat(scheme.encode(ports.events()).tokens())
                    .as(scheme.label())
                    .isEqualTo(scheme.encode(none.events()).tokens()));
  }
}
