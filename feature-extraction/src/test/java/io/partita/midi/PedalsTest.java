package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PedalsTest {
  private static final String END = " 00 ff2f00";

  @Test
  void aPressLastsFromSixtyFourUpToTheNextValueBelow() throws Exception {
    MidiEvents events = MidiBytes.oneTrack("10 b2407f 08 b24040 08 b24000 10 b2403f").events();

    assertThat(Pedals.of(events)).containsExactly(new PedalPress(0, 0, 2, 64, 16, 32, true));
  }

  @Test
  void whatIsHeldEndsWithTheTrackThatPressedIt() throws Exception {
    MidiEvents events =
        MidiBytes.file(1, 2)
            .track("10 b04040 20 903c40 10 803c00" + END)
            .track("60 b1407f 60 b14200" + END)
            .events();

    assertThat(Pedals.of(events))
        .containsExactly(
            new PedalPress(0, 0, 0, 64, 16, 64, false),
            new PedalPress(1, 0, 1, 64, 96, 192, false));
  }

  @Test
  void eachChannelHasThreePedalsOfItsOwn() throws Exception {
    MidiEvents events =
        MidiBytes.oneTrack("00 b04340 00 b0427f 00 b1407f 04 b04300 04 b04200 04 b10700 04 b14001")
            .events();

    assertThat(Pedals.of(events))
        .containsExactly(
            new PedalPress(0, 0, 0, 67, 0, 4, true),
            new PedalPress(0, 0, 0, 66, 0, 8, true),
            new PedalPress(0, 0, 1, 64, 0, 16, true));
  }

  @Test
  void anotherTrackMayLiftThePedalOfAChannel() throws Exception {
    MidiEvents events =
        MidiBytes.file(1, 2).track("00 b0407f" + END).track("30 b04000" + END).events();

    assertThat(Pedals.of(events)).containsExactly(new PedalPress(0, 0, 0, 64, 0, 48, true));
  }

  @Test
  void aResetOfAllControllersLiftsThePedalsOfItsChannel() throws Exception {
    MidiEvents events =
        MidiBytes.oneTrack("00 b0407f 00 b0437f 00 b1407f 0a b07900 0a b14000").events();

    assertThat(Pedals.of(events)).extracting(PedalPress::upTick).containsExactly(10L, 10L, 20L);
  }
}
