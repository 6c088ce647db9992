package io.partita.model.note;

import io.partita.model.PredictionSums;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/** How well a {@link NoteLstm} predicts, summed over predictions. */
final class NoteScore {
  private long count;
  private double lossNats;
  private long top1;
  private long top5;

  private NoteScore() {}

  static PredictionSums of(NoteLstm model, ComputationGraph network, List<int[]> examples) {
    NoteScore sums = new NoteScore();
    sums.add(network, NoteArrays.of(model, examples));
    return new PredictionSums(
        sums.count,
        Map.of(
            PredictionSums.LOSS_NATS,
            sums.lossNats,
            NoteLstm.TOP1,
            (double) sums.top1,
            NoteLstm.TOP5,
            (double) sums.top5));
  }

  private void add(ComputationGraph network, List<MultiDataSet> parts) {
    for (MultiDataSet part : parts) {
      double[][] logProbabilities = NoteProbabilities.log(network, part.getFeatures());
      float[][] labels = part.getLabels(0).toFloatMatrix();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row][1] > 0) {
          add(logProbabilities[row], (int) labels[row][0]);
        }
      }
    }
  }

  private void add(double[] logProbabilities, int next) {
    int ahead = 0;
    for (int other = 0; other < logProbabilities.length; other++) {
      double difference = logProbabilities[other] - logProbabilities[next];
      if (difference > 0 || (difference == 0 && other < next)) {
        ahead++;
      }
    }
    count++;
    lossNats -= logProbabilities[next];
    top1 += ahead < 1 ? 1 : 0;
    top5 += ahead < 5 ? 1 : 0;
  }
}
