package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.ClosedBy;
import io.partita.score.Division;
import io.partita.score.Score;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MidiWriterTest {
  private static final String HEADER = "4d546864000000060000000100604d54726b";

  @Test
  void runningStatusAndProgramsAreUsedWhereTheyHelp() {
    Score score =
        Score.builder(Division.ppq(96))
            .note(0, 2, 7, 60, 64, 0, 96)
            .note(0, 2, 7, 64, 64, 0, 96)
            .endTick(0, 100)
            .build();

    assertThat(hex(MidiWriter.write(score)))
        .isEqualTo(HEADER + "0000001500c20700923c4000404060823c0000400004ff2f00");
  }

  @Test
  void atOneTickOffsComeFirstUnlessOnsetsAreToBe() {
    Score score =
        Score.builder(Division.ppq(96))
            .note(0, 0, 0, 60, 64, 0, 1)
            .note(0, 0, 0, 60, 65, 1, 2)
            .build();

    assertThat(hex(MidiWriter.write(score))).endsWith("00903c4001803c0000903c4101803c0000ff2f00");
    assertThat(hex(MidiWriter.writeOnsetsFirst(score)))
        .endsWith("00903c40013c4100803c00013c0000ff2f00");
  }

  @Test
  void gapsBeyondTheFormatAreBridged() throws Exception {
    long far = 3L << 28;
    Score score = Score.builder(Division.ppq(96)).note(0, 0, 0, 60, 64, far, 2 * far).build();

    Score again = MidiReader.read(MidiWriter.write(score));

    assertThat(again.notes()).isEqualTo(score.notes());
    assertThat(again.texts()).isEmpty();
  }

  @Test
  void theLongestDeltaTimeNeedsNoBridge() {
    long longest = 0x0FFFFFFF;
    Score score =
        Score.builder(Division.ppq(96)).note(0, 0, 0, 60, 64, longest, longest + 1).build();

    assertThat(hex(MidiWriter.write(score)))
        .isEqualTo(HEADER + "00000012ffffff7fc00000903c4001803c0000ff2f00");
  }

  @Test
  void aNoteNeverClosedStaysOpen() throws Exception {
    Score open = MidiBytes.oneTrack("00 903c40 10 904040 10 804000 20 b00000").read();

    assertThat(MidiReader.read(MidiWriter.write(open)).notes()).isEqualTo(open.notes());
    assertThat(open.notes().closedBy(0)).isEqualTo(ClosedBy.TRACK_END);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
