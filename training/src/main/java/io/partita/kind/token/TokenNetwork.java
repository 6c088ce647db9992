package io.partita.kind.token;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A language model of tokens: from the ids so far to the probabilities of the next one. What ids
 * mean says a {@link io.partita.token.TokenScheme}.
 *
 * <p>There are two forms of examples. Trained on are windows of {@link TokenWindows}, all of a
 * batch beside each other: a window is the number 1 where it begins a round of the training, else
 * 0, and then ids. It has {@code steps} predictions; the ids before those are read without a loss.
 * Scored are documents: ids from {@code begin} to the end, each but the first predicted from what
 * the network remembers of all before it.
 */
public interface TokenNetwork extends TrainableModel<int[]> {
  /** What evaluations call the cross-entropy of a token. */
  String NATS = "nats_per_token";

  /** Predictions whose most probable id was right. */
  String TOP1 = "top1";

  /** Predictions whose id was among the five most probable. */
  String TOP5 = "top5";

  /** The figures that are means over predictions, in the order in which reports give them. */
  List<String> MEANS = List.of(NATS, TOP1, TOP5);

  /** The vertex of what enters the softmax, [rows, vocabulary]. */
  String LOGITS = "logits";

  /** How many ids there are, 3 … 32,767. */
  int vocabulary();

  /** The id before the first one of a document. */
  int begin();

  /** Of the definition of the ids. */
  int schemeVersion();

  /** Predictions of a window, 1 … 4096. */
  int steps();

  /**
   * Whether a window goes on where the one before it in its lane ended; else windows come in any
   * order.
   */
  boolean carriesState();

  /**
   * What enters the network.
   *
   * @param read ids of each lane, as many of each
   * @param goesOn whether a lane goes on from where it was left
   */
  INDArray[] features(int[][] read, boolean[] goesOn);

  /** The row of logits that is a lane's at a step. */
  int row(int lane, int step, int lanes, int steps);

  /** What is read in turn to predict all ids of documents but their first. */
  Stream<TokenReading> readings(List<int[]> documents);

  /**
   * This network an id at a time.
   *
   * @param network in 32 bits, on a CPU; not changed
   */
  TokenSteps stepwise(ComputationGraph network);

  /**
   * @param examples windows of one length
   * @throws IllegalArgumentException where they are not, or an id is not of the vocabulary
   */
  @Override
  default List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    return List.of(TokenArrays.windows(this, examples));
  }

  /** Ids but those that are only read, and beginnings: nothing tells where one comes. */
  @Override
  default long predictions(MultiDataSet part) {
    return TokenArrays.predictions(part.getLabels(0));
  }

  /**
   * @param examples documents
   */
  @Override
  default PredictionSums score(ComputationGraph network, List<int[]> examples) {
    return scores(network, examples).sum();
  }

  /**
   * The same of each document. Cross-entropies are of exact log-probabilities, not cut off at small
   * ones; of ids that are equally probable the lower goes first.
   */
  default ExampleScores scores(ComputationGraph network, List<int[]> documents) {
    return new TokenScore(this, documents).of(network);
  }

  @Override
  default Map<String, Double> figures(PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    return figures;
  }
}
