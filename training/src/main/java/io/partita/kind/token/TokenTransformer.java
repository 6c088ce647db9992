package io.partita.kind.token;

import static io.partita.model.HyperParameters.require;
import static io.partita.model.HyperParameters.requireRange;

import io.partita.nn.attention.AttentionVertex;
import io.partita.nn.attention.TransformerLayers;
import io.partita.nn.loss.ClassLoss;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.vertex.VertexGraph;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Transformer as a language model of tokens (Vaswani et al., 2017; Radford et al., "Language
 * Models are Unsupervised Multitask Learners", 2019): embedding, {@link TransformerLayers} with
 * rotary positions, logits by the embedding's weights, cross-entropy; AdamW.
 *
 * <p>Windows to train on are those of {@link DocumentLayout}. To score a document, an id is
 * predicted from at least half a context before it, as far as there is one: the window slides by
 * half.
 *
 * @param vocabulary number of ids, 3 … 32,767
 * @param begin id before the first one of a document
 * @param schemeVersion of the definition of the ids
 * @param context ids that a window reads, each of which predicts the next, 2 … 4096
 * @param size of an id's row, 2 … 4096
 * @param layers of attention and of feed-forward networks each, 1 … 48
 * @param heads of an attention, that cut a row into parts of an even size
 * @param dropout the share of values dropped in training, 0 until 1
 */
public record TokenTransformer(
    int vocabulary,
    int begin,
    int schemeVersion,
    int context,
    int size,
    int layers,
    int heads,
    double dropout)
    implements TokenNetwork {

  /** What a model archive calls it. */
  public static final String KIND = "token-transformer";

  static final String IDS = "ids";
  static final String EMBEDDING = "embedding";

  private static final double LEARNING_RATE = 2e-3;
  private static final int WARM_UP = 200;
  private static final double WEIGHT_DECAY = 0.1;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;

  public TokenTransformer {
    requireRange("vocabulary", vocabulary, 3, 32_767);
    requireRange("begin", begin, 0, vocabulary - 1);
    requireRange("context", context, 2, 4096);
    requireRange("size", size, 2, 4096);
    requireRange("layers", layers, 1, 48);
    require(
        heads >= 1 && size % (2 * heads) == 0, "heads", heads, "divisors of half the size " + size);
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 until 1");
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int steps() {
    return context;
  }

  @Override
  public long parameters() {
    return (long) vocabulary * size + stack().parameters();
  }

  /** Between the embedding and the logits. */
  TransformerLayers stack() {
    return new TransformerLayers(layers, AttentionVertex.rotary(size, heads, dropout));
  }

  /** Half a cosine after a warm-up; gradients are clipped to 1. */
  @Override
  public Optimizer optimizer() {
    return new Optimizer(
            new Schedule(Schedule.Shape.COSINE, LEARNING_RATE, 0, 1, 0, WARM_UP),
            1,
            WEIGHT_DECAY,
            1)
        .withBetas(BETA1, BETA2);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph =
        configuration
            .graphBuilder()
            .addInputs(IDS)
            .addVertex(EMBEDDING, EmbeddingVertex.rows(vocabulary, size), IDS);
    stack().addTo(graph, EMBEDDING);
    graph.addVertex(LOGITS, new TiedLogitsVertex(EMBEDDING), TransformerLayers.NORM);
    new ClassLoss().addTo(graph, Activation.SOFTMAX, LOGITS);
    ComputationGraph network = new VertexGraph(graph.build());
    network.init();
    return network;
  }

  @Override
  public boolean carriesState() {
    return false;
  }

  /** Ids [lanes, steps]. */
  @Override
  public INDArray[] features(int[][] read, boolean[] goesOn) {
    return new INDArray[] {TokenArrays.ids(this, read)};
  }

  /** All steps of a lane one after another. */
  @Override
  public int row(int lane, int step, int lanes, int steps) {
    return lane * steps + step;
  }

  @Override
  public Stream<TokenReading> readings(List<int[]> documents) {
    return TokenReading.sliding(this, documents);
  }

  @Override
  public TokenSteps stepwise(ComputationGraph network) {
    return new TokenTransformerSteps(this, network);
  }
}
