package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.drum.DrumClass;
import io.partita.model.PredictionSums;
import io.partita.model.slices.vae.SliceVaeScore;
import io.partita.model.slices.vae.StepSampling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class MusicVaeScoreTest {
  private final SplittableRandom random = new SplittableRandom(1);

  /** Weights that are wide from the start, so that nothing need be learnt for z to matter. */
  @ParameterizedTest
  @ValueSource(strings = {"cat-drums_2bar_tiny", "hier-drums_4bar_tiny"})
  void scores_what_the_model_decodes_from_z_where_z_decides_it(String config) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = model.network(1, model.optimizer());
    float[] weights = new float[(int) network.params().length()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) random.nextGaussian(0, 0.5);
    }
    network.setParams(Nd4j.createFromArray(weights).reshape(network.params().shape()));
    List<int[]> slices =
        IntStream.range(0, 8)
            .mapToObj(any -> random.ints(model.steps(), 0, 512).toArray())
            .toList();
    List<int[]> decoded =
        model.decode(network, model.encode(network, slices).mu(), StepSampling.ARGMAX);
    assertThat(decoded.stream().map(Arrays::hashCode).distinct())
        .as("each z another slice")
        .hasSize(8);

    PredictionSums score = SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN);

    for (DrumClass drum : DrumClass.values()) {
      double hits =
          decoded.stream()
              .flatMapToInt(Arrays::stream)
              .filter(step -> (step & drum.bit()) != 0)
              .count();
      assertThat(score.sums().get("got_drums_" + drum.name().toLowerCase(Locale.ROOT)))
          .as("hits of %s that are decoded", drum)
          .isEqualTo(hits);
    }
  }
}
