package io.partita.midi;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.ClosedBy;
import io.partita.score.KeySignature;
import io.partita.score.MidiWarning;
import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import io.partita.score.Track;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MidiReaderTest {
  private static final String NOTE = "00 903c40 60 803c00 ";

  @Test
  void aNoteHasTicksSecondsAndWhatClosedIt() throws Exception {
    Score score = MidiBytes.oneTrack("00 c105 00 913c40 60 813c00 00 913e20 30 3e00").read();

    assertThat(score.notes())
        .containsExactly(
            new Note(0, 1, 5, 60, 64, 0, 96, 0, 0.5, ClosedBy.NOTE_OFF),
            new Note(0, 1, 5, 62, 32, 96, 144, 0.5, 0.25, ClosedBy.NOTE_ON_VELOCITY_0));
    assertThat(score.warnings()).isEqualTo(MidiWarnings.NONE);
    assertThat(score.tracks()).containsExactly(new Track(null, 0b10, 2, 144));
  }

  @Test
  void offsCloseTheOldestOpenNote() throws Exception {
    Score score = MidiBytes.oneTrack("00 903c40 10 903c50 10 803c00 10 803c00 00 803c00").read();

    assertThat(score.notes()).extracting(Note::velocity).containsExactly(0x40, 0x50);
    assertThat(score.notes()).extracting(Note::onsetTick).containsExactly(0L, 16L);
    assertThat(score.notes()).extracting(Note::offsetTick).containsExactly(32L, 48L);
    assertThat(score.orphanOffs()).isEqualTo(1);
  }

  @Test
  void aNoteNeverClosedEndsAtItsTracksEnd() throws Exception {
    Score score =
        MidiBytes.file(1, 2).track("00 903c40 00 ff2f00").track("00 913e40 60 ff2f00").read();

    assertThat(score.notes()).extracting(Note::offsetTick).containsExactly(0L, 96L);
    assertThat(score.notes()).extracting(Note::closedBy).containsOnly(ClosedBy.TRACK_END);
    assertThat(score.unclosedCount()).isEqualTo(2);
    assertThat(score.zeroLengthCount()).isEqualTo(1);
    assertThat(score.isRepaired()).isFalse();
  }

  @Test
  void offsOfAnotherTrackCloseNothing() throws Exception {
    Score score =
        MidiBytes.file(1, 2).track("00 903c40 60 ff2f00").track("10 803c00 00 ff2f00").read();

    assertThat(score.orphanOffs()).isEqualTo(1);
    assertThat(score.unclosedCount()).isEqualTo(1);
  }

  @Test
  void theProgramIsTheOneInForceInTheMergedOrder() throws Exception {
    Score score =
        MidiBytes.file(1, 3)
            .track("00 c007 20 c008 00 ff2f00")
            .track("00 903c40 1f 803c00 01 903c40 00 803c00 00 ff2f00")
            .track("20 c009 00 903d40 00 803d00 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::onsetTick).containsExactly(0L, 32L, 32L);
    assertThat(score.notes()).extracting(Note::program).containsExactly(7, 8, 9);
  }

  @Test
  void notesAreSortedByOnsetTrackPitchAndOrder() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .track("10 904340 00 904040 00 904041 00 903c40 60 ff2f00")
            .track("00 914840 10 913040 60 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(72, 60, 64, 64, 67, 48);
    assertThat(score.notes())
        .extracting(Note::velocity)
        .containsExactly(0x40, 0x40, 0x40, 0x41, 0x40, 0x40);
  }

  @Test
  void tempoEventsOfAnyTrackCount() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .track(NOTE + "00 ff2f00")
            .track("30 ff510307a120 00 ff51030f4240 00 ff2f00")
            .read();

    assertThat(score.tempos())
        .containsExactly(new TempoEvent(48, 1, 500_000), new TempoEvent(48, 1, 1_000_000));
    assertThat(score.notes().get(0).durationS()).isEqualTo(0.75);
  }

  @Test
  void textIsUtf8WhereItCanBe() throws Exception {
    Score score = MidiBytes.oneTrack("00 ff0303c3a941 00 ff0504636166e9").read();

    assertThat(score.texts())
        .containsExactly(
            new TextEvent(0, 0, TextEvent.Kind.TRACK_NAME, "éA"),
            new TextEvent(0, 0, TextEvent.Kind.LYRIC, "café", TextEvent.Encoding.ISO_8859_1));
    assertThat(score.tracks().get(0).name()).isEqualTo("éA");
  }

  @Test
  void signaturesAndPedalAreKept() throws Exception {
    Score score = MidiBytes.oneTrack("00 ff580406032408 00 ff5902fd01 10 b24040").read();

    assertThat(score.timeSignatures()).containsExactly(new TimeSignature(0, 0, 6, 8, 36, 8));
    assertThat(score.keySignatures()).containsExactly(new KeySignature(0, 0, -3, true));
    assertThat(score.keySignatures().get(0).text()).isEqualTo("C minor");
    assertThat(score.pedals()).containsExactly(new PedalEvent(16, 0, 2, 64));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RUNNING_STATUS_MISSING    | 00 3c40 00 903c40 60 803c00 00 ff2f00 | 23
          RUNNING_STATUS_KEPT       | 00 903c40 00 ff0100 60 3c00 00 ff2f00 | 31
          RUNNING_STATUS_KEPT       | 00 903c40 00 f001f7 60 3c00 00 ff2f00 | 31
          SYSTEM_MESSAGE            | 00 903c40 00 f8 60 3c00 00 ff2f00     | 27
          DATA_BYTE_CLAMPED         | 00 903cfe 60 803c00 00 ff2f00         | 25
          DATA_BYTE_CLAMPED         | 00 b107fe 00 903c40 60 803c00 00 ff2f00 | 25
          BAD_VLQ                   | 00 903c40 60 803c00 ffffffff7f 903d40   | 30
          SYSTEM_MESSAGE            | 00 f23c40 00 903c40 60 3c00 00 ff2f00 | 23
          DATA_BYTE_CLAMPED         | 00 903cc0 60 803c00 00 ff2f00         | 25
          TEMPO_ZERO                | 00 ff5103000000 00 903c40 60 3c00 00 ff2f00 | 26
          TEMPO_LENGTH              | 00 ff5102ffff 00 903c40 60 3c00 00 ff2f00   | 26
          INVALID_TIME_SIGNATURE    | 00 ff580404ff1808 00 903c40 60 3c00 00 ff2f00 | 26
          INVALID_TIME_SIGNATURE    | 00 ff58020402 00 903c40 60 3c00 00 ff2f00   | 26
          INVALID_KEY_SIGNATURE     | 00 ff5902f805 00 903c40 60 3c00 00 ff2f00   | 26
          EVENTS_AFTER_END_OF_TRACK | 00 903c40 00 ff2f00 60 803c00               | 31
          TRUNCATED                 | 00 903c40 60 803c00 00 90                   | 30
          """)
  void repairsAreCountedWithTheirOffset(MidiWarning warning, String track, int byteOffset)
      throws Exception {
    Score score = MidiBytes.file(0, 1).track(track).read();

    assertThat(score.warnings().counts()).isEqualTo(Map.of(warning, 1));
    assertThat(score.warnings().firstByteOffset()).isEqualTo(Map.of(warning, byteOffset));
    assertThat(score.isRepaired()).isTrue();
    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60);
    assertThat(score.notes().durationS(0)).isEqualTo(0.5);
  }

  @Test
  void whatTheFormatAllowsLeavesAFileOk() throws Exception {
    Score score =
        new MidiBytes()
            .hex("4d546864 00000008 0001 0002 0060 0000")
            .chunk("58465948", 2, "0102")
            .track(NOTE)
            .track("00 ff2f00")
            .hex("00")
            .read();

    assertThat(score.warnings().counts())
        .isEqualTo(
            Map.of(
                MidiWarning.LONG_HEADER, 1,
                MidiWarning.ALIEN_CHUNK, 1,
                MidiWarning.TRAILING_GARBAGE, 1,
                MidiWarning.NO_END_OF_TRACK, 1));
    assertThat(score.isRepaired()).isFalse();
    assertThat(score.notes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "5", "100000", "-1"})
  void aWrongTrackLengthLosesNoTrack(int length) throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .chunk("4d54726b", length, NOTE + "00 ff2f00")
            .track("00 914040 60 814000 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.TRACK_LENGTH, 1));
  }

  @Test
  void aTrackWithoutAnEndStopsAtTheNext() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .chunk("4d54726b", 3, NOTE)
            .track("00 914040 60 814000 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts())
        .isEqualTo(Map.of(MidiWarning.TRACK_LENGTH, 1, MidiWarning.NO_END_OF_TRACK, 1));
  }

  @Test
  void anEventThatSwallowsTheRestCostsOnlyItsTrack() throws Exception {
    Score score =
        MidiBytes.file(1, 2)
            .chunk("4d54726b", 0x7fffffff, NOTE + "00 ff01ffffff7f 414243")
            .track("00 914040 60 814000 00 ff2f00")
            .read();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.TRUNCATED, 1));
  }

  @ParameterizedTest
  @CsvSource({"e764, 0.04", "e864, 0.041666666666666664", "e250, 0.041666666666666664"})
  void smpteTimeIsFramesTimesTicks(String division, double seconds) throws Exception {
    Score score =
        MidiBytes.file(0, 1, Integer.parseInt(division, 16))
            .track("00 903c40 64 803c00 00 ff5103000001 00 ff2f00")
            .read();

    assertThat(score.notes().offsetTick(0)).isEqualTo(100);
    assertThat(score.notes().durationS(0)).isEqualTo(seconds);
  }

  @Test
  void twentyNineFramesAreDropFrames() throws Exception {
    Score score = MidiBytes.file(0, 1, 0xe364).track("00 903c40 64 803c00 00 ff2f00").read();

    assertThat(score.notes().durationS(0)).isEqualTo(1001.0 / 30_000);
  }

  @ParameterizedTest
  @CsvSource({"00000004, HEADER_LENGTH", "0000000b, HEADER_LENGTH", "7fffffff, HEADER_LENGTH"})
  void aHeaderLengthThatCannotBeHidesNoTrack(String length, MidiWarning warning) throws Exception {
    Score score =
        new MidiBytes()
            .hex("4d546864" + length + "0000 0001 0060")
            .track(NOTE + "00 ff2f00")
            .read();

    assertThat(score.notes()).hasSize(1);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(warning, 1));
  }

  @Test
  void aRiffWrapperIsUnwrapped() throws Exception {
    String midi = "4d546864 00000006 0000 0001 0060 4d54726b 0000000c" + NOTE + "00 ff2f00";
    String list = "4c495354 03000000 01020300";
    MidiBytes riff =
        new MidiBytes().hex("52494646 3a000000 524d4944" + list + "64617461 22000000" + midi);

    Score score = riff.read();
    Score lying = new MidiBytes().hex("52494646 ffffffff 524d4944 64617461 ffffffff" + midi).read();

    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.RIFF_WRAPPER, 1));
    assertThat(score.notes()).hasSize(1);
    assertThat(lying.warnings().counts())
        .isEqualTo(Map.of(MidiWarning.RIFF_WRAPPER, 1, MidiWarning.RIFF_LENGTH, 1));
    assertThat(lying.notes()).hasSize(1);
  }

  @Test
  void junkBeforeTheHeaderIsSkipped() throws Exception {
    Score score =
        new MidiBytes()
            .hex("0d0a".repeat(64))
            .hex("4d546864 00000006 0000 0001 0060")
            .track(NOTE + "00 ff2f00")
            .read();

    assertThat(score.notes()).hasSize(1);
    assertThat(score.warnings().counts()).isEqualTo(Map.of(MidiWarning.LEADING_JUNK, 1));
  }

  @Test
  void aHeaderBehindTextMayBeOfFormat2() throws Exception {
    Score score =
        new MidiBytes()
            .hex("0d0a".repeat(64))
            .hex("4d546864 00000006 0002 0001 0060")
            .track(NOTE + "00 ff2f00")
            .read();

    assertThat(score.format()).isEqualTo(2);
    assertThat(score.warnings().firstByteOffset())
        .isEqualTo(Map.of(MidiWarning.LEADING_JUNK, 0, MidiWarning.FORMAT_2, 128 + 8));
  }

  @Test
  void whatIsNotMidiIsNamed() {
    assertRejected("", MidiFault.EMPTY, 0);
    assertRejected("<html><body>404", MidiFault.NOT_MIDI, 0, "HTML");
    assertRejected("just words\n", MidiFault.NOT_MIDI, 0, "text");
    assertRejected("PK\u0003\u0004 MThd", MidiFault.NOT_MIDI, 0, "zip");
    assertRejected("\u001f\u008b\b", MidiFault.NOT_MIDI, 0, "gzip");
    assertRejected("RIFF\4\0\0\0WAVEfmt ", MidiFault.NOT_MIDI, 0, "RIFF/WAVE");
    assertRejected("MTrk\0\0\0\0", MidiFault.NOT_MIDI, 0, "track", "header");
    assertRejected("\0\0\0", MidiFault.NOT_MIDI, 0, "3 bytes", "NULs");
    assertRejected("ID3\3", MidiFault.NOT_MIDI, 0, "MP3");
    assertRejected("OggS", MidiFault.NOT_MIDI, 0, "Ogg");
    assertRejected("%PDF-1.4", MidiFault.NOT_MIDI, 0, "PDF");
    assertRejected("<?xml version='1.0'?>", MidiFault.NOT_MIDI, 0, "XML");
    assertRejected("\1\2\3", MidiFault.NOT_MIDI, 0, "01 02 03");
    assertRejected("MTh", MidiFault.TRUNCATED_HEADER, 3, 3);
    assertRejected("MThd\0\0\0\6\0", MidiFault.TRUNCATED_HEADER, 9, 9);
  }

  @Test
  void aQuantityOfFiveBytesIsAFault() {
    assertThatFault(() -> MidiBytes.oneTrack("ffffffff7f 903c40").read())
        .is("BAD_VLQ", 22)
        .names("variable-length");
  }

  @Test
  void aDivisionWithoutTimeIsAFault() {
    assertThatFault(() -> MidiBytes.file(0, 0, 0).read()).is("BAD_DIVISION", 12).names("0");
    assertThatFault(() -> MidiBytes.file(0, 0, 0xe700).read())
        .is("BAD_DIVISION", 12)
        .names("25", "0");
  }

  @Test
  void eventsStandAsInTheFile() throws Exception {
    MidiEvents events = MidiBytes.oneTrack("05 b00740 00 f0020102 00 e00102").events();

    assertThat(events.size()).isEqualTo(4);
    assertThat(List.of(events.status(0), events.data1(0), events.data2(0)))
        .containsExactly(0xB0, 7, 64);
    assertThat(List.of(events.status(1), events.payloadLength(1), events.payload(1, 1)))
        .containsExactly(0xF0, 2, 2);
    assertThat(events.tick(2)).isEqualTo(5);
    assertThat(events.isEndOfTrack(3)).isTrue();
    assertThat(events.mergedOrder()).containsExactly(0, 1, 2);
    assertThatThrown(IndexOutOfBoundsException.class, () -> events.payload(1, 2)).names(2, 1, 2);
  }

  private static void assertRejected(String latin1, MidiFault fault, int offset, Object... names) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    assertThatFault(() -> MidiReader.read(bytes)).is(fault.name(), offset).names(names);
  }
}
