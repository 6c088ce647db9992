package io.partita.kind.token;

import static io.partita.model.HyperParameters.require;
import static io.partita.model.HyperParameters.requireRange;

import io.partita.nn.loss.ClassLoss;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.vertex.AffineLayer;
import io.partita.nn.vertex.VertexGraph;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LSTMs as a language model of tokens: embedding, LSTMs on top of each other with dropout between,
 * softmax; Adam and cross-entropy. The output's weights are its own, or the embedding's behind a
 * layer that has its size.
 *
 * <p>Where a window begins no round, the state goes on from the batch before. Each id of a document
 * is predicted from all before it.
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
    implements TokenNetwork {

  /** What a model archive calls it. */
  public static final String KIND = "token-lstm";

  static final String IDS = "ids";
  static final String CARRY = "carry";
  static final String EMBEDDING = "embedding";
  static final String PROJECTION = "projection";

  private static final double LEARNING_RATE = 1e-3;
  private static final int WARM_UP = 200;

  public TokenLstm {
    requireRange("vocabulary", vocabulary, 3, 32_767);
    requireRange("begin", begin, 0, vocabulary - 1);
    requireRange("steps", steps, 1, 4096);
    requireRange("embedding", embedding, 1, 4096);
    requireRange("layers", layers, 1, 8);
    requireRange("units", units, 1, 4096);
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 until 1");
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
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph =
        VertexGraph.xavier(configuration)
            .addInputs(IDS, CARRY)
            .addVertex(EMBEDDING, EmbeddingVertex.columns(vocabulary, embedding, tie), IDS);
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
    ComputationGraph network = new ComputationGraph(graph.build());
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
      graph.addLayer(LOGITS, new AffineLayer(units, vocabulary).forClassLoss(), below);
    }
    new ClassLoss().addTo(graph, Activation.SOFTMAX, LOGITS);
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  /** Ids [lanes, steps]; and what the state is multiplied by before each. */
  @Override
  public INDArray[] features(int[][] read, boolean[] goesOn) {
    return new INDArray[] {TokenArrays.ids(this, read), TokenArrays.carry(this, read, goesOn)};
  }

  /** All lanes of a step beside each other. */
  @Override
  public int row(int lane, int step, int lanes, int steps) {
    return step * lanes + lane;
  }

  /** Documents one behind the other in a few lanes; the state is carried through each of them. */
  @Override
  public Stream<TokenReading> readings(List<int[]> documents) {
    return TokenReading.packed(this, documents);
  }

  @Override
  public TokenSteps stepwise(ComputationGraph network) {
    return new TokenLstmSteps(this, network);
  }
}
