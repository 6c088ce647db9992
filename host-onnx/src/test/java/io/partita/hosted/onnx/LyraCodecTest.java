package io.partita.hosted.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.codec.CodeBooks;
import io.partita.codec.ResidualQuantizer;
import io.partita.hosted.FrameModel;
import io.partita.hosted.HostedModel;
import io.partita.numpy.Npy;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole codec in Java: an encoder and a decoder with explicit states, and Partita's quantiser.
 */
class LyraCodecTest {
  private static HostedModel model(String name) throws Exception {
    return HostedModel.read(new LocalFile(SharedData.file("data/models/" + name)));
  }

  private static double largest(float[] one, float[] other) {
    assertThat(one).hasSameSizeAs(other);
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  private static double correlation(float[] one, float[] other) {
    double product = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      squares += (double) one[i] * one[i];
      otherSquares += (double) other[i] * other[i];
    }
    return product / Math.sqrt(squares * otherSquares);
  }

  @ParameterizedTest
  @CsvSource({"speech1, 0.93", "strings, 0.88"})
  void soundGoesThroughCodesAndBack(String name, double least) throws Exception {
    Npz golden =
        Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_lyra_" + name + ".npz")));
    float[] x = golden.floats("x").values();
    CodeBooks books =
        CodeBooks.of(
            Npy.read(
                Files.readAllBytes(SharedData.file("data/models/lyra_codebooks_46x16x64.npy"))));
    float[][] latents;
    try (FrameModel encoder = FrameModel.open(model("lyra_encoder.onnx"))) {
      latents = run(encoder, x);
    }

    ResidualQuantizer quantizer = new ResidualQuantizer(books);
    short[][] codes = quantizer.encode(latents, 46);
    float[] y;
    try (FrameModel decoder = FrameModel.open(model("lyra_decoder.onnx"))) {
      y = flat(run(decoder, flat(quantizer.decode(codes))));
    }

    // The original computes in 8 bits, in steps of 0.2635: its latents are whole steps away.
    assertThat(largest(flat(latents), golden.floats("latent").values())).isLessThan(6.5 * 0.2635);
    assertThat(correlation(y, golden.floats("y46").values())).isGreaterThan(0.9);
    assertThat(correlation(x, y)).isGreaterThan(least);
  }

  private static float[][] run(FrameModel model, float[] values) throws Exception {
    float[][] made = new float[values.length / model.frameSize()][];
    for (int frame = 0; frame < made.length; frame++) {
      int from = frame * model.frameSize();
      made[frame] = model.next(Arrays.copyOfRange(values, from, from + model.frameSize()));
    }
    return made;
  }

  private static float[] flat(float[][] frames) {
    float[] values = new float[frames.length * frames[0].length];
    for (int frame = 0; frame < frames.length; frame++) {
      System.arraycopy(frames[frame], 0, values, frame * frames[0].length, frames[0].length);
    }
    return values;
  }
}
