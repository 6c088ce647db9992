package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.grid.GridSource;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodySlices;
import io.partita.melody.TrioSlices;
import io.partita.score.MidiWarning;
import io.partita.score.Score;
import io.partita.symbolic.ContentHash;
import io.partita.symbolic.ScoreStatistics;
import io.partita.token.EventIds;
import io.partita.token.TokenSchemes;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, there is a score or a fault, soon, and all that follows from a score. */
class AnyBytesTest {
  @Property(tries = 2000)
  void anyTrackBodyIsReadOrRejected(@ForAll("eventLikeBytes") byte[] body) {
    readAll(MidiBytes.file(1, 1).chunk("4d54726b", body.length, hex(body)).toBytes());
    readAll(MidiBytes.file(1, 2).chunk("4d54726b", 9, hex(body)).toBytes());
  }

  @Property(tries = 500)
  void anyBytesAreReadOrRejected(@ForAll byte[] bytes) {
    readAll(bytes);
  }

  @Property(tries = 1000)
  void anyDamageToAFileIsReadOrRejected(
      @ForAll List<Integer> positions, @ForAll byte[] values, @ForAll int length) {
    byte[] bytes = valid();
    for (int i = 0; i < Math.min(positions.size(), values.length); i++) {
      bytes[Math.floorMod(positions.get(i), bytes.length)] = values[i];
    }
    byte[] cut = new byte[Math.floorMod(length, 2 * bytes.length)];
    System.arraycopy(bytes, 0, cut, 0, Math.min(cut.length, bytes.length));
    readAll(bytes);
    readAll(cut);
  }

  /** Each of these takes minutes with a reader that walks open notes, programs or chunks anew. */
  @InTurn
  @Test
  void largeOddFilesAreReadInLinearTime() {
    int n = 300_000;
    String on = "00903c40";
    List<byte[]> odd =
        List.of(
            file(repeat("00 903c40 00 c005 ", n) + repeat("00 803c00 ", n)),
            file(repeat("00 903c40 ", n)),
            file("00 907f40" + repeat("00 7f40 00 0040 ", n)),
            file(repeat("00 c001 ", n) + on),
            file(repeat("00 ff0100 ", n)),
            file(repeat("01 ff5103070000 00 903c40 ", n)),
            MidiBytes.file(1, 0xFFFF).hex(repeat("4d54726b00000000", n)).toBytes(),
            MidiBytes.file(1, 0xFFFF).hex(repeat("4d54726b7fffffff", n)).toBytes(),
            MidiBytes.file(1, 0xFFFF).hex(repeat("4d54726b7fffffff00c00100903c40", n)).toBytes(),
            MidiBytes.file(1, 0xFFFF).hex(repeat("4d54726b000000080000c00100903c40", n)).toBytes(),
            MidiBytes.file(1, 0xFFFF).hex(repeat("58585858000000004d5472", n)).toBytes());
    odd.forEach(AnyBytesTest::readAll);
  }

  @Test
  void claimedLengthsAllocateNothing() throws Exception {
    Score score = MidiBytes.file(1, 0xFFFF).chunk("4d54726b", -1, "00 f0ffffff7f 01").read();

    assertThat(score.warnings().counts())
        .containsOnlyKeys(MidiWarning.TRUNCATED, MidiWarning.TRACK_COUNT);
  }

  private static void readAll(byte[] bytes) {
    try {
      MidiEvents events = MidiReader.events(bytes);
      EventIds.ofTokens(TokenSchemes.ANTICIPATION.encode(events).tokens());
      TokenSchemes.all().forEach(scheme -> scheme.encode(events));
      DrumGrid.of(events).slices(2);
      for (GridSource source : GridSource.values()) {
        StepGrid grid = StepGrid.of(events, source);
        MelodySlices.BARS.forEach(bars -> MelodySlices.of(grid, bars));
        TrioSlices.of(grid);
      }
      Score score = events.score();
      ScoreStatistics.of(score);
      assertThat(ContentHash.of(score)).hasSize(64);
      Score again = MidiReader.read(MidiWriter.write(score));
      assertThat(again.notes().equals(score.notes())).isTrue();
    } catch (MalformedInputException rejected) {
      assertThat(rejected.fault()).isInstanceOf(MidiFault.class);
      assertThat(rejected.byteOffset()).isBetween(0L, (long) bytes.length);
    }
  }

  private static byte[] file(String events) {
    return MidiBytes.oneTrack(events).toBytes();
  }

  private static byte[] valid() {
    return MidiBytes.file(1, 2)
        .track("00 ff0304 41424344 00 ff510307a120 00 ff580406032408 60 ff2f00")
        .track("00 c005 00 903c40 20 4040 40 3c00 00 f00301f7 00 803c00 8100 b04000 00 ff2f00")
        .toBytes();
  }

  private static String repeat(String digits, int times) {
    return digits.replace(" ", "").repeat(times);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Provide
  Arbitrary<byte[]> eventLikeBytes() {
    Arbitrary<String> event =
        Arbitraries.of(
            "00",
            "7f",
            "8100",
            "903c40",
            "803c00",
            "3c40",
            "c005",
            "ff2f00",
            "ff5103",
            "07a120",
            "ff01",
            "f002",
            "f7",
            "f8",
            "ffffff7f",
            "e0",
            "b04040",
            "4d54726b",
            "4d546864",
            "ff58");
    return event
        .list()
        .ofMaxSize(60)
        .map(
            parts -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              parts.forEach(part -> bytes.writeBytes(HexFormat.of().parseHex(part)));
              return bytes.toByteArray();
            });
  }
}
