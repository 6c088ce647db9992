package io.partita.kind.hosted.pytorch;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.Mistake;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.latent.LatentHost;
import io.partita.kind.hosted.latent.RecordingLatents;
import io.partita.kind.hosted.vocoder.VocoderModel;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against what PyTorch itself made of the same files. */
@Tag("e2e")
class PytorchHostTest {
  private static HostedModel model(String name) throws Exception {
    return HostedModel.read(new LocalFile(SharedData.file("data/models/" + name)));
  }

  private static Npz golden(String name) throws Exception {
    return Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_" + name + ".npz")));
  }

  private static float[] sound() throws Exception {
    return golden("rave_tiny").floats("x").values();
  }

  private static float[] flat(float[][] rows) {
    return HostedArray.rows(rows).floats();
  }

  private static double distance(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  /** Of values around 1 and below absolutely, of larger ones relatively. */
  private static double relative(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]) / Math.max(1, Math.abs(other[i])));
    }
    return most;
  }

  private static void assertRefused(ThrowingCallable call, String fault, Object... names) {
    assertThatFault(call).is(fault).names(names);
  }

  @Test
  void isFoundAndTellsItsVersion() {
    assertThat(HostEngine.provider().orElseThrow().version()).isEqualTo("2.7.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rave_tiny_det_z8", "rave_tiny_det_z16"})
  void encodesAndDecodesAsTheOriginal(String name) throws Exception {
    Npz golden = golden("rave_tiny");

    try (LatentHost model = LatentHost.open(model(name + ".ts"))) {
      float[][] z = model.encode(sound(), 1);
      float[] y = model.decode(z, 1);

      assertThat(distance(flat(z), golden.floats("z_" + name).values())).isLessThan(1e-5);
      assertThat(distance(y, golden.floats("y_" + name).values())).isLessThan(1e-6);
    }
  }

  @Test
  void fillsUpTheLastFrame() throws Exception {
    float[] cut = Arrays.copyOf(sound(), 5 * 2048 + 1);

    try (LatentHost model = LatentHost.open(model("rave_tiny_det_z8.ts"))) {
      float[][] z = model.encode(cut, 1);

      assertThat(z).hasDimensions(8, 6);
      assertThat(model.decode(z, 1)).hasSize(6 * 2048);
      assertThat(z).isDeepEqualTo(model.encode(Arrays.copyOf(cut, 6 * 2048), 1));
    }
  }

  @Test
  void streamsInBlocksWhatItMakesAtOnce() throws Exception {
    try (LatentHost model = LatentHost.open(model("rave_tiny_streaming_z8.ts"))) {
      float[][] whole = model.encode(sound(), 1);
      float[][] blocks = model.encode(sound(), 1, 1);

      assertThat(model.shape().streaming()).isTrue();
      assertThat(relative(flat(blocks), flat(whole))).isLessThanOrEqualTo(1e-6);
      assertThat(distance(model.decode(whole, 1, 1), model.decode(whole, 1)))
          .isLessThanOrEqualTo(1e-6);
    }
  }

  @Test
  void forgetsOneRecordingBeforeTheNext() throws Exception {
    float[] first = Arrays.copyOf(sound(), 20 * 2048);
    float[] second = Arrays.copyOfRange(sound(), 20 * 2048, 50 * 2048);

    try (LatentHost model = LatentHost.open(model("rave_tiny_streaming_z8.ts"));
        LatentHost other = LatentHost.open(model("rave_tiny_streaming_z8.ts"))) {
      float[][] a = model.encode(first, 1);
      float[][] b = model.encode(second, 1);
      float[] y = model.decode(a, 1);

      assertThat(other.encode(second, 1)).isDeepEqualTo(b);
      assertThat(other.encode(first, 1)).isDeepEqualTo(a);
      assertThat(other.decode(a, 1)).containsExactly(y);
      assertThat(other.decode(a, 1)).containsExactly(y);
    }
  }

  @Test
  void drawsTheSameOfASeed() throws Exception {
    float[] some = Arrays.copyOf(sound(), 8 * 2048);

    try (LatentHost model = LatentHost.open(model("rave_tiny_stochastic_z8_v1.ts"));
        LatentHost other = LatentHost.open(model("rave_tiny_stochastic_z8_v1.ts"))) {
      float[][] one = model.encode(some, 1);

      assertThat(model.shape().stochastic()).isTrue();
      assertThat(model.encode(some, 2)).isNotEqualTo(one);
      assertThat(other.encode(some, 1)).isDeepEqualTo(one);
      assertThat(other.decode(one, 3)).containsExactly(model.decode(one, 3));
    }
  }

  @Test
  void takesNoiseThatIsPartitasOwn() throws Exception {
    try (LatentHost model = LatentHost.open(model("rave_tiny_det_z8.ts"))) {
      float[] first = model.decode(RecordingLatents.drawn(8, 20, 7), 1);

      assertThat(model.decode(RecordingLatents.drawn(8, 20, 7), 2)).containsExactly(first);
      assertThat(model.decode(RecordingLatents.drawn(8, 20, 8), 1)).isNotEqualTo(first);
    }
  }

  @Test
  void speaksAsTheOriginal() throws Exception {
    float[][] frames = frames(golden("hifigan_tiny").floats("mel").values(), 80);

    try (VocoderModel model = VocoderModel.open(model("hifigan_tiny_22k.ts"))) {
      float[] samples = model.samples(frames);

      assertThat(samples).hasSize(258 * 256);
      assertThat(distance(samples, golden("hifigan_tiny").floats("y").values())).isLessThan(1e-5);
      assertThat(distance(model.samples(frames, 60, 32), samples)).isLessThan(1e-5);
    }
  }

  private static float[][] frames(float[] bands, int count) {
    float[][] frames = new float[bands.length / count][count];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < count; band++) {
        frames[frame][band] = bands[band * frames.length + frame];
      }
    }
    return frames;
  }

  /** Codes may differ where two entries are as near, so sound is compared that no code is in. */
  @Test
  void callsAnyMethodOfAModel() throws Exception {
    Npz golden = golden("encodec_tiny");
    HostedArray x = HostedArray.mono(golden.floats("x").values());

    try (ModelHost host = ModelHost.open(model("encodec_tiny_24k.ts"))) {
      OptionalLong unseeded = OptionalLong.empty();
      HostedArray latent = host.call("encode_latent", List.of(x), unseeded).get(0);
      HostedArray codes =
          host.call("encode", List.of(x, HostedArray.number(12.0)), unseeded).get(0);
      HostedArray fewer = host.call("encode", List.of(x, HostedArray.number(1.5)), unseeded).get(0);

      assertThat(distance(latent.floats(), golden.floats("latent").values())).isLessThan(1e-5);
      assertThat(
              distance(
                  host.call("decode_latent", List.of(latent), unseeded).get(0).floats(),
                  golden.floats("y_noquant").values()))
          .isLessThan(1e-5);
      assertThat(codes.text()).isEqualTo("int64 [1, 16, 225]");
      assertThat(fewer.text()).isEqualTo("int64 [1, 2, 225]");
      int[] expected = golden.ints("codes").values();
      long equal = 0;
      for (int i = 0; i < expected.length; i++) {
        equal += codes.longs()[i] == expected[i] ? 1 : 0;
      }
      assertThat((double) equal / expected.length).isCloseTo(1, within(0.01));
    }
  }

  /** As on a machine that hides its caches; of this process, as no other has the switch. */
  @Test
  void computesTheSameWithoutOneDnn() throws Exception {
    HostedModel model = model("encodec_tiny_24k.ts");
    Npz golden = golden("encodec_tiny");
    HostedArray x = HostedArray.mono(golden.floats("x").values());

    try (ModelHost host = new PytorchHosts().open(model.name(), model.bytes())) {
      PytorchHosts.useOneDnn(false);
      float[] latent = host.call("encode_latent", List.of(x), OptionalLong.empty()).get(0).floats();

      assertThat(distance(latent, golden.floats("latent").values())).isLessThan(1e-5);
    } finally {
      PytorchHosts.useOneDnn(Files.isDirectory(PytorchHosts.CACHES));
    }
  }

  @Test
  void refusesWhatIsNoSound() throws Exception {
    float[] nan = new float[4096];
    nan[3] = Float.NaN;

    try (LatentHost model = LatentHost.open(model("rave_tiny_det_z8.ts"))) {
      assertRefused(() -> model.encode(new float[0], 1), "NO_SAMPLES", "sample");
      assertRefused(() -> model.encode(nan, 1), "NOT_FINITE", "sample 3", "NaN");
      assertRefused(() -> model.decode(new float[8][0], 1), "NO_SAMPLES", "frame");
      assertRefused(() -> model.decode(new float[16][4], 1), "ANOTHER_SHAPE", 8, 16);
    }
  }

  @Test
  void tellsTheLastLineOfAnError() throws Exception {
    try (ModelHost host = ModelHost.open(model("rave_tiny_det_z8.ts"))) {
      HostedArray wrong = HostedArray.of(new float[3 * 2048], 1, 3, 2048);

      assertThatFault(() -> host.call("encode", List.of(wrong), OptionalLong.empty()))
          .is("ENGINE_FAILED", 0)
          .names("encode", "RuntimeError: ", "expected input[1, 3, ")
          .hasMessageNotContaining("\n");
      assertThatFault(() -> host.call("sing", List.of(wrong), OptionalLong.empty()))
          .is("ENGINE_FAILED", 0)
          .names("sing");
    }
  }

  @Test
  void refusesBytesThatAreNoModel() throws Exception {
    HostedModel whole = model("rave_tiny_det_z8.ts");
    HostedModel cut =
        new HostedModel(
            "cut.ts", Arrays.copyOf(whole.bytes(), 1 << 20), whole.config(), whole.description());

    assertThatMistake(() -> ModelHost.open(cut))
        .is(Mistake.MODEL_FAILED)
        .names("cut.ts")
        .namesNot("\n");
  }
}
