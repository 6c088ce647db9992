package io.partita.kind.hosted.onnx;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.audio.LogMel;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.vocoder.VocoderModel;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine against what PyTorch made of the same weights. */
@Tag("e2e")
class OnnxHostTest {
  private static HostedModel model(String name) throws Exception {
    return HostedModel.read(new LocalFile(SharedData.file("data/models/" + name)));
  }

  private static float[] golden(String file, String array) throws Exception {
    return Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_" + file + ".npz")))
        .floats(array)
        .values();
  }

  private static float[][] mel(String file) throws Exception {
    float[] bands = golden(file, "mel");
    float[][] frames = new float[bands.length / 80][80];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < 80; band++) {
        frames[frame][band] = bands[band * frames.length + frame];
      }
    }
    return frames;
  }

  private static double distance(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  @Test
  void isFoundAndTellsItsVersion() {
    assertThat(HostEngine.ONNX.provider().orElseThrow().version()).isEqualTo("1.17.3");
  }

  @ParameterizedTest
  @CsvSource({"hifigan_tiny_22k.onnx, hifigan_tiny", "hifigan_lj_v2.onnx, hifigan_lj_v2"})
  void speaksAsTheOriginal(String file, String golden) throws Exception {
    float[][] frames = mel(golden);

    try (VocoderModel vocoder = VocoderModel.open(model(file))) {
      float[] samples = vocoder.samples(frames);

      assertThat(samples).hasSize(frames.length * 256);
      assertThat(distance(samples, golden(golden, "y"))).isLessThan(1e-5);
      assertThat(distance(vocoder.samples(frames, 100, 32), samples)).isLessThan(1e-5);
    }
  }

  @Test
  void speaksWhatItHeard() throws Exception {
    float[][] frames = mel("hifigan_lj_v2");

    try (VocoderModel vocoder = VocoderModel.open(model("hifigan_lj_v2.onnx"))) {
      float[][] again = LogMel.of(vocoder.samples(frames), VocoderModel.RECIPE);
      double sum = 0;
      for (int frame = 0; frame < frames.length; frame++) {
        for (int band = 0; band < 80; band++) {
          sum += Math.abs(again[frame][band] - frames[frame][band]);
        }
      }

      assertThat(again).hasSameDimensionsAs(frames);
      assertThat(sum / frames.length / 80).isBetween(0.5, 1.2);
    }
  }

  @Test
  void refusesOtherBandsAndNoFrames() throws Exception {
    try (VocoderModel vocoder = VocoderModel.open(model("hifigan_tiny_22k.onnx"))) {
      assertThatFault(() -> vocoder.samples(new float[5][64]))
          .is("ANOTHER_SHAPE", 0)
          .names("0", "64", "80");
      assertThatFault(() -> vocoder.samples(new float[0][])).is("NO_SAMPLES", 0);
    }
  }

  @Test
  void tellsAnErrorInOneLine() throws Exception {
    try (ModelHost host = ModelHost.open(model("hifigan_tiny_22k.onnx"))) {
      HostedArray wrong = HostedArray.of(new float[64 * 4], 1, 64, 4);

      assertThatFault(() -> host.call("forward", List.of(wrong), OptionalLong.empty()))
          .is("ENGINE_FAILED", 0)
          .names("forward", "Expected: 80")
          .hasMessageNotContaining("\n");
      assertThatFault(() -> host.call("encode", List.of(wrong), OptionalLong.empty()))
          .is("ANOTHER_SHAPE", 0)
          .names("encode", 1);
    }
  }

  @Test
  void refusesBytesThatAreNoModel() throws Exception {
    HostedModel whole = model("hifigan_tiny_22k.onnx");
    HostedModel cut =
        new HostedModel(
            "cut.onnx", Arrays.copyOf(whole.bytes(), 100_000), whole.config(), whole.description());

    assertThatMistake(() -> ModelHost.open(cut))
        .is(Mistake.MODEL_FAILED)
        .names("cut.onnx")
        .namesNot("\n");
  }
}
