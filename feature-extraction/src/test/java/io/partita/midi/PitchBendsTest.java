package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PitchBendsTest {
  private static final String END = " 00 ff2f00";

  @Test
  void theRangeIsTwoSemitonesUntilItIsSet() throws Exception {
    List<PitchBend> bends = bends(MidiBytes.oneTrack("00 e30000 08 e30040 08 e37f7f 08 e30050"));

    assertThat(bends)
        .containsExactly(
            new PitchBend(0, 0, 0, 3, -8192, 2),
            new PitchBend(8, 0, 0, 3, 0, 2),
            new PitchBend(16, 0, 0, 3, 8191, 2),
            new PitchBend(24, 0, 0, 3, 2048, 2));
    assertThat(bends)
        .extracting(PitchBend::semitones)
        .containsExactly(-2.0, 0.0, 8191 / 4096.0, 0.5);
  }

  @Test
  void parameterZeroSetsTheRangeOfItsChannel() throws Exception {
    String range = "00 b06500 00 b06400 00 b0060c 00 b02632 ";

    assertThat(bends(MidiBytes.oneTrack(range + "00 e00060 00 e10060")))
        .extracting(PitchBend::semitones)
        .containsExactly(12.5 / 2, 1.0);
  }

  @Test
  void otherParametersAndAnEmptyOneLeaveTheRange() throws Exception {
    String tuning = "00 b06500 00 b06401 00 b00605 ";
    String none = "00 b0657f 00 b0647f 00 b00606 ";
    String half = "00 b0657f 00 b06400 00 b00607 ";
    String unregistered = "00 b06500 00 b06400 00 b06301 00 b00608 ";
    String reset = "00 b06500 00 b06400 00 b07900 00 b00609 ";

    for (String other : List.of(tuning, none, half, unregistered, reset)) {
      assertThat(bends(MidiBytes.oneTrack(other + "00 e00000")))
          .as(other)
          .containsExactly(new PitchBend(0, 0, 0, 0, -8192, 2));
    }
  }

  @Test
  void tracksAreReadInTheOrderOfTime() throws Exception {
    MidiBytes file =
        MidiBytes.file(1, 3)
            .track("10 e00000 20 e00040" + END)
            .track(END)
            .track("20 b06500 00 b06400 00 b00607 00 e10000" + END);

    assertThat(bends(file))
        .containsExactly(
            new PitchBend(16, 0, 0, 0, -8192, 2),
            new PitchBend(32, 2, 0, 1, -8192, 2),
            new PitchBend(48, 0, 0, 0, 0, 7));
  }

  private static List<PitchBend> bends(MidiBytes file) throws Exception {
    List<PitchBend> bends = new ArrayList<>();
    new PitchBends(file.events()).forEachRemaining(bends::add);
    return bends;
  }
}
