package io.partita.midi;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.Division;
import io.partita.score.MidiWarning;
import io.partita.score.Note;
import io.partita.score.Score;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One damaged event costs itself, or the rest of its track, and not the file. */
class DamagedTracksTest {
  private static final String HEADER = "4d546864 00000006 0000 0001 0060";
  private static final String TRACK = "4d54726b 0000000c 00 903c40 60 803c00 00 ff2f00";

  @Test
  void realTimeBytesAmongDataAreDataAndKeepTheStep() throws Exception {
    MidiEvents events =
        MidiBytes.oneTrack("00 9000fe 01 900000 00 b107fe 00 b10a33 00 c0f8").events();

    assertThat(events.data2(0)).isEqualTo(127);
    assertThat(events.tick(1)).isEqualTo(1);
    assertThat(events.data1(1)).isZero();
    assertThat(events.data2(2)).isEqualTo(127);
    assertThat(events.data1(3)).isEqualTo(10);
    assertThat(events.data2(3)).isEqualTo(0x33);
    assertThat(events.data1(4)).isEqualTo(127);
    assertThat(events.warnings().counts()).isEqualTo(Map.of(MidiWarning.DATA_BYTE_CLAMPED, 3));
    assertThat(events.score().notes().get(0).offsetTick()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f9", "fa", "fb", "fc", "fd", "fe", "f4", "f5", "f6", "f13c"})
  void systemMessagesWhereAnEventBeginsArePassedOver(String message) throws Exception {
    Score score = MidiBytes.oneTrack("00 903c40 00 " + message + " 60 3c00").read();

    assertThat(score.notes()).extracting(Note::offsetTick).containsExactly(96L);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.SYSTEM_MESSAGE, 1));
  }

  @ParameterizedTest
  @CsvSource({"ffffffff7f 903d40", "00 ff01 8080808000", "00 f0 ffffffff7f 01"})
  void aBadQuantityEndsItsTrackOnly(String bad) throws Exception {
    Score score =
        MidiBytes.file(1, 3)
            .track("00 903c40 60 803c00 " + bad + "00 903e40")
            .track("00 914040 60 814000 00 ff2f00")
            .track(bad)
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.BAD_VLQ, 2));
    assertThat(score.isRepaired()).isTrue();
  }

  @Test
  void aBadQuantityInATrackOfNoKnownLengthLosesNoOther() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .chunk("4d54726b", 99_999, "00 903c40 60 803c00 ffffffffffffff")
            .track("00 914040 60 814000 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.BAD_VLQ, 1));
  }

  @Test
  void aBadQuantityIsAFaultWhereNoTrackHasANote() {
    MidiBytes file =
        MidiBytes.file(1, 2).track("00 c005 ffffffff7f 903c40").track("00 803c00 00 ff2f00");

    assertThatFault(file::read).is("BAD_VLQ", 25).names("variable-length");
  }

  /** The length leads to the file's end, over a second track. */
  @Test
  void aLengthThatHoldsAnotherTrackIsWrong() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .chunk("4d54726b", 12 + 20, "00 903c40 60 803c00 00 ff2f00")
            .track("00 914040 60 814000 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.TRACK_LENGTH, 1));
  }

  /** With a length that leads nowhere, a text must not swallow what comes behind it. */
  @ParameterizedTest
  @CsvSource({"00 ff0130, TRUNCATED", "00 f06041, TRUNCATED", "3c, TRUNCATED"})
  void anEventReachesIntoNoOtherTrack(String event, MidiWarning warning) throws Exception {
    Score score =
        MidiBytes.file(1, 3)
            .chunk("4d54726b", 9_999, "00 903c40 60 803c00 " + event)
            .track("00 914040 60 814000 00 ff2f00")
            .track("00 924140 60 824100 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64, 65);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(warning, 1));
  }

  @Test
  void garbageBehindATrackWithoutAnEndIsNoMusic() throws Exception {
    Score score =
        MidiBytes.file(0, 1).track("00 903c40 60 803c00").hex("10 3e40 20 3e00 1a1a1a").read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60);
    assertThat(score.warnings().counts())
        .isEqualTo(Map.of(MidiWarning.NO_END_OF_TRACK, 1, MidiWarning.TRAILING_GARBAGE, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 128, 1025, 7327, 65_536})
  void theHeaderIsSoughtIn64KiB(int junk) throws Exception {
    Score score = new MidiBytes().hex("20".repeat(junk)).hex(HEADER + TRACK).read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.LEADING_JUNK, 1));
    String damaged = "4d54726b 0000000b 00 903cff 60 803c00 00 ff2f00";
    assertThat(
            new MidiBytes()
                .hex("20".repeat(junk))
                .hex(HEADER + damaged)
                .read()
                .warnings()
                .firstByteOffset())
        .containsEntry(MidiWarning.DATA_BYTE_CLAMPED, junk + 25);
  }

  @Test
  void aHeaderFurtherInDoesNotCount() {
    assertNotMidi("20".repeat(65_537) + HEADER + TRACK, "text");
  }

  @Test
  void whatStandsBeforeTheHeaderMayBeOfTheWebOrNameTheHeader() throws Exception {
    String web = "HTTP/1.1 200 OK\r\nContent-Type: audio/midi\r\n\r\n";
    String page = "<html><b>Warning</b>: no MThd in line 3</html>\n" + "MThd \n".repeat(300);
    for (String junk : new String[] {web, page}) {
      assertThat(new MidiBytes().hex(hex(junk)).hex(HEADER + TRACK).read().notes()).hasSize(1);
    }
  }

  @Test
  void filesOfAnotherKindAreNotSearched() {
    String midi = HEADER + TRACK;
    assertNotMidi(hex("PK\3\4 song.mid") + midi, "zip");
    assertNotMidi("1f8b0800" + midi, "gzip");
    assertNotMidi(hex("song.mid" + "\0".repeat(249) + "ustar") + "00".repeat(250) + midi, "tar");
    assertNotMidi(hex("Rar!") + midi, "RAR");
    assertNotMidi(hex("<html>MThd is a header, MTrk a track, says this page"), "HTML");
    assertNotMidi(hex("The header MThd is followed by MTrk."), "text");
  }

  @Test
  void theHeaderNextToTheTracksCounts() throws Exception {
    Score score =
        new MidiBytes().hex("4d546864 00000006 0001 0007 01e0").hex(HEADER + TRACK).read();

    assertThat(score.division()).isEqualTo(Division.ppq(96));
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.LEADING_JUNK, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "05000000", "12000000", "ffffffff"})
  void aWrappersLengthLosesNoTrack(String dataLength) throws Exception {
    Score score =
        new MidiBytes()
            .hex("52494646 2e000000 524d4944 64617461" + dataLength + HEADER + TRACK)
            .read();

    assertThat(score.notes()).hasSize(1);
    assertThat(score.warnings().counts())
        .isEqualTo(Map.of(MidiWarning.RIFF_WRAPPER, 1, MidiWarning.RIFF_LENGTH, 1));
  }

  private static void assertNotMidi(String bytes, String looks) {
    assertThatFault(() -> new MidiBytes().hex(bytes).read()).is("NOT_MIDI", 0).names(looks);
  }

  private static String hex(String latin1) {
    return HexFormat.of().formatHex(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
