package io.partita.kind.hosted.onnx;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.codec.CodeBooks;
import io.partita.codec.Ecdc.Segment;
import io.partita.codec.ResidualQuantizer;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.codec.CodecFigures;
import io.partita.kind.hosted.codec.CodecFile;
import io.partita.kind.hosted.codec.CodedSound;
import io.partita.kind.hosted.codec.LyraCodec;
import io.partita.numpy.Npy;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lyra's weights, by ONNX Runtime and codebooks of Partita's own. */
@Tag("e2e")
class LyraCodecTest {
  private static final double ALL_STAGES = 9.2;

  private static HostedModel model(String name) throws Exception {
    return HostedModel.read(new LocalFile(SharedData.file("data/models/" + name)));
  }

  private static CodeBooks books() throws Exception {
    return CodeBooks.of(
        Npy.read(Files.readAllBytes(SharedData.file("data/models/lyra_codebooks_46x16x64.npy"))));
  }

  private static LyraCodec codec() throws Exception {
    CodeBooks books = books();
    return LyraCodec.open(
        model("lyra_encoder.onnx"),
        model("lyra_decoder.onnx"),
        books,
        new CodecFile("lyra_codebooks_46x16x64.npy", books.sha256()));
  }

  private static Npz golden(String name) throws Exception {
    return Npz.read(
        Files.readAllBytes(SharedData.file("data/models/golden_lyra_" + name + ".npz")));
  }

  private static float[][] sound(Npz golden) throws Exception {
    return new float[][] {golden.floats("x").values()};
  }

  private static double correlation(float[] one, float[] other, int lag) {
    double product = 0;
    double a = 0;
    double b = 0;
    for (int i = Math.max(0, -lag); i < one.length - Math.max(0, lag); i++) {
      product += one[i] * other[i + lag];
      a += (double) one[i] * one[i];
      b += (double) other[i + lag] * other[i + lag];
    }
    return product / Math.sqrt(a * b);
  }

  /** The original computes in int8: rounding differs, and what follows from it. */
  @ParameterizedTest
  @CsvSource({"speech1, 172", "strings, 200"})
  void hearsAsTheOriginal(String name, int frames) throws Exception {
    Npz golden = golden(name);
    float[] expected = golden.floats("latent").values();
    int[] codes = golden.ints("codes").values();

    try (LyraCodec codec = codec()) {
      float[][] latents = codec.latents(sound(golden)).orElseThrow();

      assertThat(latents).hasDimensions(frames, 64);
      double squares = 0;
      double errors = 0;
      for (int i = 0; i < expected.length; i++) {
        double error = latents[i / 64][i % 64] - expected[i];
        squares += (double) expected[i] * expected[i];
        errors += error * error;
      }
      assertThat(Math.sqrt(errors / squares)).isLessThan(0.05);
      short[][] made = codec.encode(sound(golden), ALL_STAGES).get(0).codes();
      int equal = 0;
      for (int frame = 0; frame < frames; frame++) {
        equal += made[0][frame] == codes[frame * 46] ? 1 : 0;
      }
      assertThat(equal).isGreaterThan(frames * 96 / 100);
      assertThat(codec.latents(sound(golden)).orElseThrow()).isDeepEqualTo(latents);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"speech1", "strings"})
  void quantisesAsTheOriginal(String name) throws Exception {
    Npz golden = golden(name);
    float[] latents = golden.floats("latent").values();
    int[] codes = golden.ints("codes").values();
    float[][] frames = new float[latents.length / 64][64];
    for (int i = 0; i < latents.length; i++) {
      frames[i / 64][i % 64] = latents[i];
    }

    short[][] made = new ResidualQuantizer(books()).encode(frames, 46);

    for (int i = 0; i < codes.length; i++) {
      assertThat((int) made[i % 46][i / 46]).as("code %d", i).isEqualTo(codes[i]);
    }
  }

  /** Of the strings the original itself makes sound that correlates .887 with them. */
  @ParameterizedTest
  @CsvSource({"speech1, .93", "strings, .88"})
  void soundsAsItsInput(String name, double least) throws Exception {
    Npz golden = golden(name);
    float[][] sound = sound(golden);
    int samples = sound[0].length;

    try (LyraCodec codec = codec()) {
      List<Segment> codes = codec.encode(sound, ALL_STAGES);
      float[] made = codec.decode(codes, samples)[0];

      assertThat(codes.get(0).codes()).hasDimensions(46, samples / 320);
      double best = correlation(sound[0], made, 0);
      assertThat(best).isGreaterThan(least);
      assertThat(best)
          .isCloseTo(correlation(sound[0], golden.floats("y46").values(), 0), within(0.005));
      for (int lag = -400; lag <= 400; lag++) {
        assertThat(correlation(sound[0], made, lag)).isLessThanOrEqualTo(best);
      }
      float[] golden46 = golden.floats("y46").values();
      double near = correlation(golden46, made, 0);
      assertThat(near).isGreaterThan(0.94);
    }
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"speech1", "strings"})
  void decodesGoldenCodes(String name) throws Exception {
    Npz golden = golden(name);
    int[] given = golden.ints("codes").values();
    int frames = given.length / 46;
    for (int stages : new int[] {16, 46}) {
      short[][] codes = new short[stages][frames];
      for (int i = 0; i < stages * frames; i++) {
        codes[i / frames][i % frames] = (short) given[i % frames * 46 + i / frames];
      }
      float[] expected = golden.floats("y" + stages).values();

      try (LyraCodec codec = codec()) {
        float[] made = codec.decode(List.of(new Segment(1, codes)), expected.length)[0];

        double most = 0;
        for (int i = 0; i < made.length; i++) {
          most = Math.max(most, Math.abs(made[i] - expected[i]));
        }
        assertThat(correlation(expected, made, 0)).isGreaterThan(0.99);
      }
    }
  }

  @Test
  void hasTheBandwidthsOfItsPackets() throws Exception {
    try (LyraCodec codec = codec()) {
      assertThat(codec.shape().bandwidths()).containsExactly(3.2, 6.0, 9.2);
      assertThat(codec.shape().stages(3.2)).isEqualTo(16);
      assertThat(codec.shape().stages(6)).isEqualTo(30);
      assertThat(codec.shape().stages(9.2)).isEqualTo(46);
      assertThat(codec.shape().rateHz()).isEqualTo(16_000);
      assertThatMistake(() -> codec.encode(new float[1][320], 12))
          .is(Mistake.BAD_OPTION)
          .names("lyra_encoder.onnx", "3.2, 6, 9.2", "12");
    }
  }

  @Test
  void keepsCodesInFilesThatNameAllThree() throws Exception {
    float[][] sound = sound(golden("speech1"));
    try (LyraCodec codec = codec()) {
      CodedSound coded = new CodedSound(sound[0].length, codec.encode(sound, 6));
      CodedSound again = CodedSound.read(coded.toNpz(codec.shape(), null, null), codec.shape());

      assertThat(again.codes()).isDeepEqualTo(coded.codes());
      assertThat(again.samples()).isEqualTo(55_040);
      assertThatMistake(() -> coded.toEcdc(codec.shape()))
          .is(Mistake.UNSUPPORTED_FILE)
          .names("lyra_encoder.onnx");
    }
  }

  @InTurn
  @Test
  void tellsWhatEachBandwidthLeaves() throws Exception {
    float[][] sound = sound(golden("speech1"));
    try (LyraCodec codec = codec()) {
      CodecFigures figures = CodecFigures.of(codec, sound, 110_124);

      assertThat(figures.bandwidths()).hasSize(3);
      assertThat(figures.bandwidths().get(2).snrDb())
          .isGreaterThan(figures.bandwidths().get(0).snrDb());
      assertThat(figures.bandwidths().get(2).ratios().samplesPerFrame()).isEqualTo(320);
      assertThat(figures.bandwidths().get(2).ratios().bits())
          .isCloseTo(16 * 320 / (46.0 * 4), within(1e-12));
      assertThat(figures.notNearest()).isZero();
      assertThat(figures.meanNorm()).isCloseTo(51.3, within(0.3));
      assertThat(figures.stages().get(45).mean()).isCloseTo(12.1, within(0.3));
    }
  }
}
