package io.partita.kind.musicvae;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same MusicVAE comes of both arithmetics, half of its steps fed what the decoder drew. */
class MusicVaeArithmeticTest {
  @Tag("full")
  @Test
  void bothArithmeticsLearnTheSame() {
    bothArithmeticsLearnTheSame("cat-drums_2bar_tiny");
  }

  @Tag("full")
  @Test
  void bothArithmeticsLearnTheSameOfSegments() {
    bothArithmeticsLearnTheSame("hier-drums_4bar_tiny");
  }

  private static void bothArithmeticsLearnTheSame(String config) {
    MusicVae model = MusicVae.named(config).with(Map.of("samplingRate", "2"));
    List<int[]> slices = MusicVaeTest.slices(model, 8, 1);
    List<List<int[]>> batches = List.of(slices.subList(0, 4), slices.subList(4, 8));
    BothArithmetics.assertEqual(model, batches, slices, 0.03);
  }

  /**
   * Almost all steps are fed what the decoder draws on the processor: it must have the new weights.
   */
  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    MusicVae model =
        MusicVae.named("cat-drums_2bar_tiny")
            .with(
                Map.of(
                    "samplingRate", "0.5",
                    "maxSampling", "1",
                    "learningRate", "0.05",
                    "encoderUnits", "8",
                    "decoderUnits", "[8, 6]",
                    "latent", "6"));
    List<int[]> slices = MusicVaeTest.slices(model, 4, 1);
    BothArithmetics.assertEqualOnGpu(model, List.of(slices.subList(0, 2), slices.subList(2, 4)));
  }
}
