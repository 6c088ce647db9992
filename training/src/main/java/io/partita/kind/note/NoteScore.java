package io.partita.kind.note;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/** How well a {@link NoteLstm} predicts, summed over the predictions of each example. */
final class NoteScore {
  private final long[] counts;
  private final double[][] sums;

  private NoteScore(int examples) {
    this.counts = new long[examples];
    this.sums = new double[examples][NoteLstm.MEANS.size()];
  }

  static ExampleScores of(NoteLstm model, ComputationGraph network, List<int[]> examples) {
    NoteScore score = new NoteScore(examples.size());
    score.add(network, NoteArrays.of(model, examples));
    double nats = Arrays.stream(score.sums).mapToDouble(of -> of[0]).sum();
    PredictionSums loss = new PredictionSums(0, Map.of(PredictionSums.LOSS_NATS, nats));
    return new ExampleScores(NoteLstm.MEANS, score.counts, score.sums, loss);
  }

  private void add(ComputationGraph network, List<MultiDataSet> parts) {
    for (MultiDataSet part : parts) {
      double[][] logProbabilities = NoteProbabilities.log(network, part.getFeatures());
      float[][] labels = part.getLabels(0).toFloatMatrix();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row][1] > 0) {
          // A row for each example, or for each in turn step after step.
          add(row % counts.length, logProbabilities[row], (int) labels[row][0]);
        }
      }
    }
  }

  private void add(int example, double[] logProbabilities, int next) {
    int ahead = 0;
    for (int other = 0; other < logProbabilities.length; other++) {
      double difference = logProbabilities[other] - logProbabilities[next];
      if (difference > 0 || (difference == 0 && other < next)) {
        ahead++;
      }
    }
    counts[example]++;
    sums[example][0] -= logProbabilities[next];
    sums[example][1] += ahead < 1 ? 1 : 0;
    sums[example][2] += ahead < 5 ? 1 : 0;
  }
}
