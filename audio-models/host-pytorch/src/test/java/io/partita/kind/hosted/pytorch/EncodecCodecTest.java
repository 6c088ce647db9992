package io.partita.kind.hosted.pytorch;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.Mistake;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.codec.CodeBooks;
import io.partita.codec.Ecdc.Segment;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.codec.CodecFigures;
import io.partita.kind.hosted.codec.CodedSound;
import io.partita.kind.hosted.codec.EncodecCodec;
import io.partita.numpy.Npz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small codec of EnCodec's kind against what PyTorch itself made of it. */
@Tag("e2e")
class EncodecCodecTest {
  private static Npz golden;
  private static float[][] sound;
  private static EncodecCodec codec;

  @BeforeAll
  static void load() throws Exception {
    golden = Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_encodec_tiny.npz")));
    sound = new float[][] {golden.floats("x").values()};
    codec =
        EncodecCodec.open(
            HostedModel.read(new LocalFile(SharedData.file("data/models/encodec_tiny_24k.ts"))));
  }

  @AfterAll
  static void close() {
    if (codec != null) {
      codec.close();
    }
  }

  private static double distance(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  /** [16, 225] as [stages][225]. */
  private static short[][] goldenCodes(int stages) throws Exception {
    int[] values = golden.ints("codes").values();
    short[][] codes = new short[stages][225];
    for (int i = 0; i < stages * 225; i++) {
      codes[i / 225][i % 225] = (short) values[i];
    }
    return codes;
  }

  /** [1, 32, 225] as [225][32]. */
  private static float[][] goldenLatents() throws Exception {
    float[] values = golden.floats("latent").values();
    float[][] frames = new float[225][32];
    for (int i = 0; i < values.length; i++) {
      frames[i % 225][i / 225] = values[i];
    }
    return frames;
  }

  @Test
  void saysItsShape() {
    assertThat(codec.shape().bandwidths()).containsExactly(1.5, 3.0, 6.0, 12.0);
    assertThat(codec.shape().maxStages()).isEqualTo(16);
    assertThat(codec.shape().frames(72_001, 0)).isEqualTo(226);
    assertThatMistake(() -> codec.encode(sound, 24))
        .is(Mistake.BAD_OPTION)
        .names("encodec_tiny_24k.ts", "1.5, 3, 6, 12", "24");
  }

  @Test
  void hearsAsTheOriginal() throws Exception {
    float[][] latents = codec.latents(sound).orElseThrow();
    float[][] expected = goldenLatents();

    double most = 0;
    for (int t = 0; t < expected.length; t++) {
      most = Math.max(most, distance(latents[t], expected[t]));
    }
    assertThat(most).isLessThan(1e-4);
  }

  /** Engines differ on near ties, after which nothing agrees but the distance. */
  @Test
  void comesAsNearAsTheOriginal() throws Exception {
    CodeBooks books = codec.books().orElseThrow();
    short[][] codes = codec.encode(sound, 12).get(0).codes();
    short[][] expected = goldenCodes(16);

    assertThat(books.stages()).isEqualTo(16);
    assertThat(codes).hasDimensions(16, 225);
    int equal = 0;
    for (int t = 0; t < 225; t++) {
      equal += codes[0][t] == expected[0][t] ? 1 : 0;
    }
    assertThat(equal).isGreaterThanOrEqualTo(223);
    var own = QuantizerAnalysis.of(books, goldenLatents(), codes);
    var theirs = QuantizerAnalysis.of(books, goldenLatents(), expected);
    short[][] here = new ResidualQuantizer(books).encode(goldenLatents(), 16);
    var ours = QuantizerAnalysis.of(books, goldenLatents(), here);
    for (int stage = 0; stage < 16; stage++) {
      double mean = theirs.get(stage).mean();
      assertThat(own.get(stage).mean()).isCloseTo(mean, within(mean * 0.01));
      assertThat(ours.get(stage).mean()).isCloseTo(mean, within(mean * 0.01));
    }
  }

  @ParameterizedTest
  @CsvSource({"16, y12", "2, y1_5"})
  void speaksAsTheOriginal(int stages, String name) throws Exception {
    List<Segment> codes = List.of(new Segment(1, goldenCodes(stages)));

    double most = distance(codec.decode(codes, 72_000)[0], golden.floats(name).values());
    assertThat(most).isLessThan(1e-5);
  }

  @Test
  void cutsWhatItDecodesToTheRecording() throws Exception {
    float[][] part = {Arrays.copyOf(sound[0], 10_001)};

    CodedSound coded = new CodedSound(10_001, codec.encode(part, 3));

    assertThat(coded.codes()).hasDimensions(4, 32);
    assertThat(codec.decode(coded.segments(), 10_001)[0]).hasSize(10_001);
  }

  @ParameterizedTest
  @CsvSource({"1.5, 2", "3, 4", "6, 8", "12, 16"})
  void keepsCodesInFiles(double bandwidth, int stages) throws Exception {
    CodedSound coded = new CodedSound(72_000, codec.encode(sound, bandwidth));

    byte[] ecdc = coded.toEcdc(codec.shape());
    byte[] npz = coded.toNpz(codec.shape(), "clip.wav", null);

    assertThat(coded.stages()).isEqualTo(stages);
    for (byte[] file : List.of(ecdc, npz)) {
      CodedSound again = CodedSound.read(file, codec.shape());
      assertThat(again.codes()).isDeepEqualTo(coded.codes());
      assertThat(again.samples()).isEqualTo(72_000);
      assertThat(codec.decode(again.segments(), 72_000)[0])
          .isEqualTo(codec.decode(coded.segments(), 72_000)[0]);
    }
    assertThat(new String(ecdc, StandardCharsets.ISO_8859_1))
        .contains("{\"m\": \"encodec_24khz\", \"al\": 72000, \"nc\": " + stages)
        .contains("\"sha256\": \"b50f59ee944b36baa57d3d1f4009aed8a903c263d88964539d3153873a9c52c6");
  }

  @Test
  void refusesCodesOfAnotherModel() throws Exception {
    CodedSound coded = new CodedSound(72_000, codec.encode(sound, 1.5));
    String text = new String(coded.toEcdc(codec.shape()), StandardCharsets.ISO_8859_1);
    byte[] other =
        text.replace("b50f59ee944b", "000000000000").getBytes(StandardCharsets.ISO_8859_1);

    assertThatFault(() -> CodedSound.read(other, codec.shape()))
        .is("OTHER_CODEBOOKS", 0)
        .names(
            "encodec_tiny_24k.ts",
            "SHA-256",
            "000000000000",
            "encodec_tiny_24k.ts",
            "SHA-256",
            "b50f59ee944b");
  }

  @Test
  void tellsWhatEachBandwidthLeaves() throws Exception {
    CodecFigures figures = CodecFigures.of(codec, sound, 144_044);

    assertThat(figures.bandwidths())
        .extracting(bandwidth -> bandwidth.ratios().bits())
        .containsExactly(256.0, 128.0, 64.0, 32.0);
    assertThat(figures.bandwidths())
        .extracting(bandwidth -> bandwidth.ratios().samplesPerFrame())
        .containsOnly(320.0);
    assertThat(figures.bandwidths().get(0).fileBytes()).isBetween(563L, 800L);
    assertThat(figures.stages()).hasSize(16);
    assertThat(figures.notNearest()).isBetween(0L, 3600L / 100);
  }
}
