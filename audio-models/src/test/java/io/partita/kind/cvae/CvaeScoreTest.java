package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a score says of windows, and that it is what training minimises. */
class CvaeScoreTest {
  static List<Cvae> smallModels() {
    return CvaeTest.smallModels();
  }

  @ParameterizedTest
  @MethodSource("smallModels")
  void scoresEachWindowByItself(Cvae model) {
    List<float[]> windows = CvaeTest.windows(model, 5, 7);
    ComputationGraph network = CvaeTest.trained(model, windows, 5);
    ExampleScores each = CvaeScore.each(model, network, windows);
    assertThat(each.figures()).isEqualTo(CvaeScore.MEANS);
    for (int k = 0; k < windows.size(); k++) {
      double[] alone = CvaeScore.each(model, network, List.of(windows.get(k))).sums()[0];
      assertThat(each.sums()[k]).containsExactly(alone, within(1e-2));
      assertThat(each.sums()[k][0])
          .as("the bound is its two terms")
          .isCloseTo(each.sums()[k][1] + each.sums()[k][2], within(1e-6));
      assertThat(each.counts()[k]).isEqualTo(model.input().size());
    }
    PredictionSums whole = model.score(network, windows);
    PredictionSums parts =
        model
            .score(network, windows.subList(2, 5))
            .plus(model.score(network, windows.subList(0, 2)));
    assertThat(parts.count()).isEqualTo(whole.count());
    model
        .figures(whole)
        .forEach(
            (figure, value) ->
                assertThat(model.figures(parts).get(figure))
                    .as(figure)
                    .isCloseTo(value, within(1e-5 * (1 + Math.abs(value)))));
    assertThat(CvaeScore.klOfUnits(model, whole).stream().mapToDouble(of -> of).sum())
        .isCloseTo(model.figures(whole).get("kl_nats"), within(1e-6));
  }

  @Test
  void theBoundIsOfLogMelWhateverItIsNormalisedBy() {
    Cvae model = CvaeTest.smallModels().get(0);
    List<float[]> windows = CvaeTest.windows(model, 3, 7);
    ComputationGraph network = model.network(1, model.optimizer());
    PredictionSums score = model.score(network, windows);
    double loss = score.mean(PredictionSums.LOSS_NATS);
    Map<String, Double> figures = model.figures(score);
    assertThat(figures.get("loss")).isEqualTo(loss);
    assertThat(figures.get(CvaeScore.ELBO))
        .isCloseTo(loss + Math.log(model.deviation()), within(1e-9));
  }

  @Test
  void theLossIsThatOfTraining() {
    for (Cvae model : CvaeTest.smallModels()) {
      Cvae plain = model.with(Map.of("warmUp", "0", "gainDb", "0"));
      List<float[]> windows = CvaeTest.windows(plain, 4, 7);
      ComputationGraph network = plain.network(1, plain.optimizer());
      double[] losses =
          IntStream.range(0, 20)
              .mapToDouble(seed -> network.score(plain.arrays(windows, seed).get(0)))
              .toArray();
      assertThat(plain.score(network, windows).mean(PredictionSums.LOSS_NATS))
          .as("nats of a value of %s", plain)
          .isCloseTo(Arrays.stream(losses).average().orElseThrow(), within(0.1));
    }
  }

  @Test
  void aDecoderThatMakesNothingOfItsPosteriorHasCollapsed() {
    assertThat(CvaeScore.hasCollapsed(Map.of(CvaeScore.KL, 0.04, CvaeScore.SNR, 0.4))).isTrue();
    assertThat(CvaeScore.hasCollapsed(Map.of(CvaeScore.KL, 0.04, CvaeScore.SNR, 6.0))).isFalse();
    assertThat(CvaeScore.hasCollapsed(Map.of(CvaeScore.KL, 0.2, CvaeScore.SNR, 0.4))).isFalse();
  }
}
