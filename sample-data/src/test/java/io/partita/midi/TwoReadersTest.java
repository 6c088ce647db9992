package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.partita.SharedData;
import io.partita.fuzz.FuzzedMidi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Both readers agree on whatever bytes; the profile fuzz compares them on many more files. */
class TwoReadersTest {
  @Property(tries = 1500)
  void agreeOnAnyTrackBody(@ForAll("parts") List<String> parts, @ForAll boolean trusted) {
    String body = String.join("", parts);
    int length = trusted ? body.length() / 2 : 9;
    agree(MidiBytes.file(1, 2).chunk("4d54726b", length, body).track("0090404000ff2f00"));
  }

  @Property(tries = 1000)
  void agreeOnAnyFile(@ForAll("parts") List<String> junk, @ForAll("chunks") List<String> chunks) {
    String text = junk.size() % 3 == 0 ? String.join("", junk) : "";
    agree(new MidiBytes().hex(text).hex(String.join("", chunks)));
  }

  @Test
  void agreeOnFuzzedFiles() throws Exception {
    List<byte[]> files = FuzzedMidi.files(11, 1000);
    files.forEach(TwoReadersTest::agree);
  }

  @Test
  void agreeOnDamagedFiles() throws Exception {
    try (Stream<Path> files = Files.list(SharedData.file("data/broken"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".mid")).toList()) {
        agree(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void agreeOnRealFiles() throws IOException {
    RealMidi.files().values().stream()
        .filter(bytes -> bytes.length < 20_000)
        .limit(200)
        .forEach(TwoReadersTest::agree);
  }

  private static void agree(MidiBytes bytes) {
    agree(bytes.toBytes());
  }

  private static void agree(byte[] bytes) {
    assertThatCode(() -> TwoReaders.compare(bytes))
        .as(() -> HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 2000)))
        .doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<List<String>> parts() {
    return Arbitraries.of(
            "00",
            "7f",
            "8100",
            "40",
            "903c40",
            "00903c40",
            "60803c00",
            "3c40",
            "3c00",
            "c005",
            "00ff2f00",
            "00ff510307a120",
            "00ff5103",
            "00ff0102",
            "00f00201f7",
            "00f7",
            "00f8",
            "fe",
            "f8",
            "ff",
            "f0",
            "00f13c",
            "00f23c40",
            "00f2",
            "00f600",
            "ffffff7f",
            "ffffffff7f",
            "80808080",
            "e0",
            "00b04040",
            "b107fe",
            "9000fe",
            "4d54726b",
            "4d54726b00000004",
            "4d546864",
            "00ff58040402",
            "00ff5902f900",
            "00993c7f",
            "00d040",
            "2f00",
            "00ff2f00")
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<String>> chunks() {
    return Arbitraries.of(
            "4d54686400000006000100020060",
            "4d54686400000006000000010060",
            "4d546864000000080001000201e00000",
            "4d546864ffffffff000300020060",
            "4d54686400000006000200010000",
            "52494646ffffff00524d4944",
            "6461746120000000",
            "4d54726b0000000c00903c4060803c0000ff2f00",
            "4d54726b0000000800903c4060803c00",
            "4d54726b0000002000903c4060803c0000ff2f00",
            "4d54726b0000000500903c4060803c0000ff2f00",
            "4d54726b0000000c00903c40ffffffff8000ff2f",
            "4d54726bffffffff",
            "4d54726b00000000",
            "5846494800000002ffff",
            "5846494800000014",
            "4d54",
            "00",
            "1a1a",
            "20202020")
        .list()
        .ofMaxSize(9);
  }
}
