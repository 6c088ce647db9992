package io.partita.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published codebooks against codes that another implementation made with them. */
class LyraTest {
  private static CodeBooks books() throws Exception {
    return CodeBooks.of(
        Npy.read(Files.readAllBytes(SharedData.file("data/models/lyra_codebooks_46x16x64.npy"))));
  }

  private static float[][] latents(Npz golden) throws Exception {
    Npy latent = golden.floats("latent");
    float[][] frames = new float[latent.shape()[0]][latent.shape()[1]];
    for (int t = 0; t < frames.length; t++) {
      System.arraycopy(latent.values(), t * frames[t].length, frames[t], 0, frames[t].length);
    }
    return frames;
  }

  @Test
  void codesAreThoseOfTheOriginal() throws Exception {
    CodeBooks books = books();
    ResidualQuantizer quantizer = new ResidualQuantizer(books);
    int equal = 0;
    for (String name : List.of("speech1", "strings")) {
      Npz golden =
          Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_lyra_" + name + ".npz")));
      float[][] frames = latents(golden);
      short[][] codes = quantizer.encode(frames, 46);
      NpyInts expected = golden.ints("codes");
      int[] values = expected.values();
      for (int t = 0; t < frames.length; t++) {
        for (int stage = 0; stage < 46; stage++) {
          equal += codes[stage][t] == values[t * 46 + stage] ? 1 : 0;
        }
      }
      assertThat(QuantizerAnalysis.notNearest(books, frames, codes)).isZero();
    }
    assertThat(equal).isEqualTo(17_112);
  }

  @Test
  void distancesFallAsTheyDidForSpeech() throws Exception {
    CodeBooks books = books();
    float[][] frames =
        latents(
            Npz.read(Files.readAllBytes(SharedData.file("data/models/golden_lyra_speech1.npz"))));
    short[][] codes = new ResidualQuantizer(books).encode(frames, 46);
    List<QuantizerAnalysis.Stage> stages = QuantizerAnalysis.of(books, frames, codes);
    int[] after = {1, 2, 4, 8, 16, 30, 46};
    double[] expected = {34.7, 32.9, 30.5, 27.1, 22.4, 16.4, 12.1};
    assertThat(QuantizerAnalysis.meanNorm(frames)).isCloseTo(51.3, within(0.05));
    for (int i = 0; i < after.length; i++) {
      assertThat(stages.get(after[i] - 1).mean()).isCloseTo(expected[i], within(0.051));
    }
    assertThat(stages.stream().mapToDouble(QuantizerAnalysis.Stage::farther).average().orElse(0))
        .as("share of frames that a stage brings farther away")
        .isBetween(0.08, 0.175);
  }
}
