package io.partita.kind.token;

import io.partita.model.ExampleScores;
import io.partita.model.NetworkSeed;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.nn.loss.ClassLoss;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.vertex.AffineLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A language model of tokens: from the ids so far to the probabilities of the next one. What ids
 * mean says a {@link io.partita.token.TokenScheme}.
 *
 * <p>Embedding, LSTMs on top of each other with dropout between, softmax; Adam and cross-entropy.
 * The output's weights are its own, or the embedding's behind a layer that has its size.
 *
 * <p>There are two forms of examples. Trained on are windows of {@link TokenLanes}, all of a batch
 * beside each other and one batch after another: a window is the number 1 where it begins a round
 * of the training, else 0, and then ids. It has {@code steps} predictions; the ids before those are
 * read without a loss. Where a window begins no round, the state goes on from the batch before.
 * Scored are documents: ids from {@code begin} to {@code end}, each but the first predicted from
 * all before it.
 *
 * @param vocabulary number of ids, 3 … 32,767
 * @param begin id before the first one of a document, where the state is put to zero
 * @param schemeVersion of the definition of the ids
 * @param steps predictions of a window, 1 … 4096
 * @param embedding size of a vector, 1 … 4096
 * @param layers LSTMs, 1 … 8
 * @param units of each LSTM, 1 … 4096
 * @param dropout the share of values dropped in training, 0 until 1
 * @param tie whether the output has the embedding's weights
 */
public record TokenLstm(
    int vocabulary,
    int begin,
    int schemeVersion,
    int steps,
    int embedding,
    int layers,
    int units,
    double dropout,
    boolean tie)
    implements TrainableModel<int[]> {

  /** What a model archive calls it. */
  public static final String KIND = "token-lstm";

  /** What evaluations call the cross-entropy of a token. */
  public static final String NATS = "nats_per_token";

  /** Predictions whose most probable id was right. */
  public static final String TOP1 = "top1";

  /** Predictions whose id was among the five most probable. */
  public static final String TOP5 = "top5";

  /** The figures that are means over predictions, in the order in which reports give them. */
  public static final List<String> MEANS = List.of(NATS, TOP1, TOP5);

  static final String IDS = "ids";
  static final String CARRY = "carry";
  static final String EMBEDDING = "embedding";
  static final String PROJECTION = "projection";
  static final String LOGITS = "logits";
  static final String OUTPUT = "output";

  private static final double LEARNING_RATE = 1e-3;
  private static final int WARM_UP = 200;

  public TokenLstm {
    checkRange("vocabulary", vocabulary, 3, 32_767);
    checkRange("begin", begin, 0, vocabulary - 1);
    checkRange("steps", steps, 1, 4096);
    checkRange("embedding", embedding, 1, 4096);
    checkRange("layers", layers, 1, 8);
    checkRange("units", units, 1, 4096);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is %s, not in 0 until 1.".formatted(dropout));
    }
  }

  private static void checkRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, not in %d … %d.".formatted(name, value, least, most));
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public long parameters() {
    long lstms =
        LstmVertex.parameters(embedding, units)
            + (layers - 1L) * LstmVertex.parameters(units, units);
    long output = tie ? (units + 1L) * embedding : (units + 1L) * vocabulary;
    return (long) vocabulary * embedding + lstms + output;
  }

  /** Half a cosine after a warm-up; gradients are clipped to 1. */
  @Override
  public Optimizer optimizer() {
    return new Optimizer(
        new Schedule(Schedule.Shape.COSINE, LEARNING_RATE, 0, 1, 0, WARM_UP), 1, 0, 1);
  }

  @Override
  public ComputationGraph network(long seed, Optimizer optimizer) {
    return network(NetworkSeed.network(seed, optimizer));
  }

  /** The network in whatever numbers, and with whatever updates, a configuration says. */
  ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph =
        configuration
            .weightInit(WeightInit.XAVIER)
            .graphBuilder()
            .addInputs(IDS, CARRY)
            .addVertex(EMBEDDING, new EmbeddingVertex(vocabulary, embedding, tie), IDS);
    String below = EMBEDDING;
    int in = embedding;
    for (int layer = 1; layer <= layers; layer++) {
      LstmVertex.Output handsOn =
          layer == layers ? LstmVertex.Output.ROWS : LstmVertex.Output.SEQUENCE;
      LstmVertex lstm =
          new LstmVertex(in, units, LstmVertex.Input.VALUES, LstmVertex.Start.CARRIED, handsOn);
      graph.addVertex(lstm(layer), lstm, below, CARRY);
      below = lstm(layer);
      if (layer < layers && dropout > 0) {
        String name = "dropout" + layer;
        graph.addLayer(name, new DropoutLayer.Builder(1 - dropout).build(), below);
        below = name;
      }
      in = units;
    }
    addOutput(graph, below);
    ComputationGraph network = new ComputationGraph(graph.setOutputs(OUTPUT).build());
    network.init();
    return network;
  }

  /** The name of an LSTM; the lowest is 1. */
  static String lstm(int layer) {
    return "lstm" + layer;
  }

  private void addOutput(GraphBuilder graph, String below) {
    if (tie) {
      graph
          .addLayer(PROJECTION, new AffineLayer(units, embedding), below)
          .addVertex(LOGITS, new TiedLogitsVertex(EMBEDDING), PROJECTION);
    } else {
      graph.addLayer(LOGITS, new AffineLayer(units, vocabulary), below);
    }
    LossLayer loss = new LossLayer.Builder(new ClassLoss()).activation(Activation.SOFTMAX).build();
    graph.addLayer(OUTPUT, loss, LOGITS);
  }

  /**
   * @param examples windows of one length
   * @throws IllegalArgumentException where they are not, or an id is not of the vocabulary
   */
  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    return List.of(TokenArrays.windows(this, examples));
  }

  /** Ids but those that are only read, and beginnings: nothing tells where one comes. */
  @Override
  public long predictions(MultiDataSet part) {
    return TokenArrays.predictions(part.getLabels(0));
  }

  /**
   * @param examples documents
   */
  @Override
  public PredictionSums score(ComputationGraph network, List<int[]> examples) {
    return scores(network, examples).sum();
  }

  /**
   * The same of each document. Cross-entropies are of exact log-probabilities, not cut off at small
   * ones; of ids that are equally probable the lower goes first.
   */
  public ExampleScores scores(ComputationGraph network, List<int[]> documents) {
    return new TokenScore(this, documents).of(network);
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    return figures;
  }
}
