package io.partita.codec;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.FaultAssert;
import io.partita.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EcdcTest {
  private static final Ecdc SHORT =
      new Ecdc(
          CodecLayout.ENCODEC_24KHZ,
          641,
          2,
          List.of(new Ecdc.Segment(1, new short[][] {{1, 3, 1023}, {2, 4, 0}})));

  @Test
  void writesTheHeaderAndTheBitsOfTheFormat() throws Exception {
    byte[] file = SHORT.toBytes();
    String header = "{\"m\": \"encodec_24khz\", \"al\": 641, \"nc\": 2, \"lm\": false}";
    assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("ECDC");
    assertThat(Arrays.copyOfRange(file, 4, 9)).containsExactly(0, 0, 0, 0, header.length());
    assertThat(new String(file, 9, header.length(), StandardCharsets.US_ASCII)).isEqualTo(header);
    assertThat(Arrays.copyOfRange(file, 9 + header.length(), file.length))
        .startsWith(1, 8, 0x30, 0, 1)
        .hasSize(8);
    Ecdc read = Ecdc.read(file);
    assertThat(read.samples()).isEqualTo(641);
    assertThat(read.segments().get(0).codes()).isDeepEqualTo(SHORT.segments().get(0).codes());
  }

  @Test
  void theHeaderHasNoDigitsOfTheMachinesLanguage() {
    byte[] file = SHORT.toBytes();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(SHORT.toBytes()).isEqualTo(file);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void stereoHasSegmentsWithScales() throws Exception {
    CodecLayout layout = CodecLayout.ENCODEC_48KHZ;
    assertThat(layout.segments(95_041)).isEqualTo(3);
    assertThat(layout.frames(95_041, 0)).isEqualTo(150);
    assertThat(layout.frames(95_041, 2)).isEqualTo(1);
    Ecdc two =
        new Ecdc(
            layout,
            47_521,
            4,
            List.of(
                new Ecdc.Segment(0.5f, new short[4][149]),
                new Ecdc.Segment(0.25f, new short[4][1])));
    byte[] file = two.toBytes();
    Ecdc read = Ecdc.read(file);
    assertThat(read.segments()).extracting(Ecdc.Segment::scale).containsExactly(0.5f, 0.25f);
    assertThat(read.toBytes()).isEqualTo(file);
  }

  @Test
  void bandwidthsPayForCodebooks() {
    CodecLayout mono = CodecLayout.ENCODEC_24KHZ;
    assertThat(mono.bandwidths().stream().map(mono::codebooks)).containsExactly(2, 4, 8, 16, 32);
    CodecLayout stereo = CodecLayout.ENCODEC_48KHZ;
    assertThat(stereo.bandwidths().stream().map(stereo::codebooks)).containsExactly(2, 4, 8, 16);
    assertThatIllegal(() -> stereo.codebooks(1.5))
        .names("encodec_48khz", "[3.0, 6.0, 12.0, 24.0]", 1.5);
    assertThat(CodeRatios.of(320, 1, 2, 10, 48_000, 1_000)).isEqualTo(new CodeRatios(320, 256, 48));
    assertThat(
            mono.bandwidths().stream()
                .map(b -> CodeRatios.of(320, 1, mono.codebooks(b), 10, 0, 0).bits()))
        .containsExactly(256.0, 128.0, 64.0, 32.0, 16.0);
  }

  @Test
  void overlappingSegmentsOfOneSignalGiveThatSignal() {
    float[] first = {1, 2, 3, 4, 5};
    float[] second = {4, 5, 6};
    assertThat(OverlapAdd.linear(List.of(first, second), 3))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void segmentsOverlapByTriangles() {
    float[] first = {1, 1, 1, 1, 1};
    float[] second = {3, 3, 3, 3, 3};
    assertThat(OverlapAdd.linear(List.of(first, second), 3))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
        .containsExactly(1, 1, 1, 5 / 3f, 7 / 3f, 3, 3, 3);
  }

  @Test
  void aScaleIsWholeAndFinite() {
    Ecdc two =
        new Ecdc(
            CodecLayout.ENCODEC_48KHZ,
            47_521,
            4,
            List.of(
                new Ecdc.Segment(0.5f, new short[4][149]),
                new Ecdc.Segment(Float.NaN, new short[4][1])));
    byte[] file = two.toBytes();
    int scale = file.length - 5 - 4; // four codes of ten bits behind it
    assertFault(file, "NOT_FINITE", scale);
    assertFault(Arrays.copyOf(file, scale + 3), "TRUNCATED", scale + 3);
  }

  @Test
  void aHeaderHasSamplesAndCodebooks() {
    String header = "{\"m\":\"encodec_24khz\",\"al\":%s,\"nc\":%s}";
    assertFault(withHeader(header.formatted(0, 2)), "BAD_HEADER", 9).names("0");
    assertFault(withHeader(header.formatted(9, 0)), "BAD_HEADER", 9).names("0");
    assertFault(withHeader(header.formatted((1L << 32) + 1, 2)), "BAD_HEADER", 9)
        .names("4294967297");
    byte[] longest = withHeader(header.formatted(1L << 32, 32));
    assertFault(longest, "TRUNCATED", longest.length);
    byte[] shortest = withHeader(header.formatted(1, 1));
    assertFault(shortest, "TRUNCATED", shortest.length);
  }

  @Test
  void saysWhatIsWrong() {
    byte[] file = SHORT.toBytes();
    assertFault(new byte[5], "NOT_CODES", 0);
    assertFault(Arrays.copyOf(file, file.length - 1), "TRUNCATED", file.length - 1)
        .names("6", "10", "8", file.length - 8, "7");
    assertFault(Arrays.copyOf(file, file.length + 2), "TRAILING_BYTES", file.length).names("2");
    assertFault(
        withHeader("{\"m\":\"encodec_24khz\",\"al\":9,\"nc\":2,\"lm\":true}"), "LANGUAGE_MODEL", 9);
    assertFault(withHeader("{\"m\":\"encodec_24khz\",\"al\":9,\"nc\":33}"), "TOO_MANY_STAGES", 9)
        .names("33", "encodec_24khz", "32");
    assertFault(withHeader("{\"m\":\"other\"}"), "BAD_HEADER", 9).names("other");
    assertFault(withHeader("[]"), "BAD_HEADER", 9);
    assertFault(withHeader("{\"m\":\"encodec_24khz\",\"al\":-1}"), "BAD_HEADER", 9).names("-1");
  }

  @Property
  void anyByteChangedIsCodesOrAFault(
      @ForAll @IntRange(min = 0, max = 74) int at, @ForAll byte value, @ForAll boolean cut) {
    byte[] file = SHORT.toBytes();
    int place = Math.min(at, file.length - 1);
    file[place] = value;
    try {
      assertThat(Ecdc.read(cut ? Arrays.copyOf(file, place) : file).segments()).isNotEmpty();
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isInstanceOf(CodeFault.class);
      assertThat(e.byteOffset()).isBetween(0L, (long) file.length);
    }
  }

  private static byte[] withHeader(String header) {
    byte[] file = new byte[9 + header.length()];
    System.arraycopy(SHORT.toBytes(), 0, file, 0, 8);
    file[8] = (byte) header.length();
    System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, file, 9, header.length());
    return file;
  }

  private static FaultAssert assertFault(byte[] file, String fault, long byteOffset) {
    return assertThatFault(() -> Ecdc.read(file)).is(fault, byteOffset);
  }
}
