package io.partita.kind.token;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.nn.loss.LogSoftmax;
import io.partita.nn.loss.LogitRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How well a {@link TokenNetwork} predicts whole documents. */
final class TokenScore {
  private final TokenNetwork model;
  private final List<int[]> documents;

  /** What is told of each prediction. */
  public interface Predicted {
    /**
     * @param document number
     * @param position of the id that was predicted
     * @param nats -ln of its probability
     * @param ahead ids that were more probable
     */
    void is(int document, int position, double nats, int ahead);
  }

  /**
   * @param documents ids from the beginning to the end
   */
  public TokenScore(TokenNetwork model, List<int[]> documents) {
    this.model = model;
    this.documents = documents;
  }

  /** Sums of {@link TokenNetwork#MEANS} of each document. */
  public ExampleScores of(ComputationGraph network) {
    long[] counts = new long[documents.size()];
    double[][] sums = new double[documents.size()][TokenNetwork.MEANS.size()];
    each(
        network,
        (document, position, nats, ahead) -> {
          counts[document]++;
          sums[document][0] += nats;
          sums[document][1] += ahead < 1 ? 1 : 0;
          sums[document][2] += ahead < 5 ? 1 : 0;
        });
    double nats = Arrays.stream(sums).mapToDouble(of -> of[0]).sum();
    PredictionSums loss = new PredictionSums(0, Map.of(PredictionSums.LOSS_NATS, nats));
    return new ExampleScores(TokenNetwork.MEANS, counts, sums, loss);
  }

  /** Tells each prediction; those of a document in their order. */
  public void each(ComputationGraph network, Predicted told) {
    model
        .readings(documents)
        .forEach(
            reading -> {
              INDArray[] features = model.features(reading.read(), reading.goesOn());
              LogitRows logits = new LogitRows(TokenLogits.of(network, features));
              for (int row = 0; row < reading.document().length; row++) {
                int number = reading.document()[row];
                if (number >= 0) {
                  int position = reading.position()[row];
                  int next = documents.get(number)[position];
                  tell(logits.read(row), next, number, position, told);
                }
              }
            });
  }

  private static void tell(double[] logits, int next, int document, int position, Predicted told) {
    int ahead = 0;
    for (int other = 0; other < logits.length; other++) {
      double difference = logits[other] - logits[next];
      if (difference > 0 || (difference == 0 && other < next)) {
        ahead++;
      }
    }
    double nats = LogSoftmax.logSum(logits, 0, logits.length) - logits[next];
    told.is(document, position, nats, ahead);
  }
}
