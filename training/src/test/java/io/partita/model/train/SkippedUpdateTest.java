package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A training in which some batches make no finite gradient. */
@InTurn
class SkippedUpdateTest extends TrainingFixture {
  /** One batch in sixteen, as its noise has it, is no number. */
  private record Spoilt(NextClass whole) implements TrainableModel<int[]> {
    @Override
    public String kind() {
      return whole.kind();
    }

    @Override
    public long parameters() {
      return whole.parameters();
    }

    @Override
    public Optimizer optimizer() {
      return whole.optimizer();
    }

    @Override
    public ComputationGraph network(long seed, Optimizer optimizer) {
      return whole.network(seed, optimizer);
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
      return whole.network(configuration);
    }

    @Override
    public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
      List<MultiDataSet> arrays = whole.arrays(examples, noiseSeed);
      if (noiseSeed % 16 == 0) {
        arrays.get(0).getFeatures(0).putScalar(0, Double.NaN);
      }
      return arrays;
    }

    @Override
    public long predictions(MultiDataSet part) {
      return whole.predictions(part);
    }

    @Override
    public PredictionSums score(ComputationGraph network, List<int[]> examples) {
      return whole.score(network, examples);
    }

    @Override
    public Map<String, Double> figures(PredictionSums score) {
      return whole.figures(score);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anUpdateWithoutAFiniteGradientIsSkippedAndCounted(int workers) throws IOException {
    List<Metric> seen = new ArrayList<>();
    ModelCard card =
        new Training<>(
                spark,
                new Spoilt(MODEL),
                with(SETTINGS, 20, workers, 10),
                LOSS,
                examples(200, 2),
                examples(40, 1),
                model("spoilt"),
                card("run"),
                new Seen(seen::add))
            .run(false, false);

    assertThat(card.state().outcome()).isEqualTo(ModelCard.State.DONE);
    assertThat(seen).allSatisfy(metric -> assertThat(metric.loss()).isFinite());
    assertThat(seen.stream().mapToDouble(metric -> metric.updates().get("skipped")).sum())
        .as("skipped, of some 500 updates")
        .isBetween(15.0, 50.0);
    assertThat(card.state().metric().validationLoss())
        .as("what was learnt all the same")
        .isLessThan(1);
  }
}
