package io.partita.kind.token;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.nn.loss.LogSoftmax;
import io.partita.nn.loss.LogitRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link TokenLstm} predicts whole documents. They are packed into lanes, one behind the
 * other, so that little is padded; the state is carried through each of them.
 */
final class TokenScore {
  private static final int MOST_LANES = 16;

  private final TokenLstm model;
  private final List<int[]> documents;

  /** Of each lane the documents in it. */
  private final List<List<Integer>> lanes = new ArrayList<>();

  private final long[] lengths;

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
  public TokenScore(TokenLstm model, List<int[]> documents) {
    this.model = model;
    this.documents = documents;
    int count = Math.max(1, Math.min(MOST_LANES, documents.size()));
    this.lengths = new long[count];
    for (int lane = 0; lane < count; lane++) {
      lanes.add(new ArrayList<>());
    }
    IntStream.range(0, documents.size())
        .boxed()
        .sorted(Comparator.comparingInt((Integer number) -> -documents.get(number).length))
        .forEach(this::pack);
  }

  /** Into the shortest lane. */
  private void pack(int number) {
    int shortest = 0;
    for (int lane = 1; lane < lengths.length; lane++) {
      shortest = lengths[lane] < lengths[shortest] ? lane : shortest;
    }
    lanes.get(shortest).add(number);
    lengths[shortest] += documents.get(number).length - 1;
  }

  /** Sums of {@link TokenLstm#MEANS} of each document. */
  public ExampleScores of(ComputationGraph network) {
    long[] counts = new long[documents.size()];
    double[][] sums = new double[documents.size()][TokenLstm.MEANS.size()];
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
    return new ExampleScores(TokenLstm.MEANS, counts, sums, loss);
  }

  /** Tells each prediction; those of a document in their order. */
  public void each(ComputationGraph network, Predicted told) {
    int[][] ids = new int[lanes.size()][];
    int[][] document = new int[lanes.size()][];
    int[][] position = new int[lanes.size()][];
    for (int lane = 0; lane < ids.length; lane++) {
      ids[lane] = new int[(int) lengths[lane]];
      document[lane] = new int[ids[lane].length];
      position[lane] = new int[ids[lane].length];
      int at = 0;
      for (int number : lanes.get(lane)) {
        int[] of = documents.get(number);
        for (int k = 0; k + 1 < of.length; k++, at++) {
          ids[lane][at] = of[k];
          document[lane][at] = number;
          position[lane][at] = k + 1;
        }
      }
    }
    int longest = (int) Arrays.stream(lengths).max().orElse(0);
    for (int first = 0; first < longest; first += model.steps()) {
      int steps = Math.min(model.steps(), longest - first);
      LogitRows logits = new LogitRows(logits(network, ids, first, steps));
      for (int step = 0; step < steps; step++) {
        for (int lane = 0; lane < ids.length; lane++) {
          int at = first + step;
          if (at < ids[lane].length) {
            int number = document[lane][at];
            int next = documents.get(number)[position[lane][at]];
            tell(logits.read(step * ids.length + lane), next, number, position[lane][at], told);
          }
        }
      }
    }
  }

  private INDArray logits(ComputationGraph network, int[][] ids, int first, int steps) {
    int[][] read = new int[ids.length][steps];
    boolean[] goesOn = new boolean[ids.length];
    for (int lane = 0; lane < ids.length; lane++) {
      goesOn[lane] = first > 0;
      for (int step = 0; step < steps && first + step < ids[lane].length; step++) {
        read[lane][step] = ids[lane][first + step];
      }
    }
    INDArray[] features = {TokenArrays.ids(model, read), TokenArrays.carry(model, read, goesOn)};
    return TokenLogits.of(network, features);
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
