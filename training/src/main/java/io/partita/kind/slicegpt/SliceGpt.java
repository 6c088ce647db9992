package io.partita.kind.slicegpt;

import static io.partita.model.HyperParameters.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.drum.DrumMap;
import io.partita.form.Forms;
import io.partita.form.SliceCut;
import io.partita.form.SliceForm;
import io.partita.form.SliceVoice;
import io.partita.grid.StepGrid;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceModel;
import io.partita.nn.attention.AttentionVertex;
import io.partita.nn.attention.TransformerLayers;
import io.partita.nn.loss.ClassLoss;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.vertex.VertexGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A language model of slices with one voice: from the steps so far to the probabilities of the next
 * step's classes, as 512 sets of hits or the 90 labels of a melody. There is no latent vector; ln p
 * of a slice is exact.
 *
 * <p>A causal Transformer (Vaswani et al., 2017): {@link StepEmbeddingVertex}, {@code layers} times
 * attention and feed-forward networks as {@link TransformerLayers} has them, {@link
 * StepLogitsLayer} and cross-entropy; AdamW. An example is a slice, a class of each step, or what
 * an augmentation makes of one. Forms differ in the classes of their {@link SliceVoice} alone.
 *
 * @param steps of a slice, sixteenth notes: of as many bars as the form is sliced in
 * @param size of a step's row, 1 … 4096
 * @param layers of attention and of feed-forward networks each, 1 … 48
 * @param heads of an attention, that divide the size
 * @param dropout the share of values dropped in training, 0 until 1
 * @param drumMap label of the {@link DrumMap} that its slices are cut by; {@code gm} of other forms
 *     than drums
 * @param slices name of the {@link SliceForm}; JSON leaves that of drums out
 */
public record SliceGpt(
    int steps,
    int size,
    int layers,
    int heads,
    double dropout,
    String drumMap,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Forms.Drums.class) String slices)
    implements SliceModel<int[]> {
  static final String STEPS = "steps";
  static final String EMBEDDING = "embedding";
  static final String LOGITS = "logits";

  private static final double LEARNING_RATE = 1.5e-3;
  private static final int WARM_UP = 100;
  private static final double WEIGHT_DECAY = 0.05;

  public SliceGpt {
    slices = slices == null ? Forms.DRUMS.name() : slices;
    SliceForm form = Forms.named(slices);
    require(form.voices().size() == 1, "slices", slices, "those with one voice");
    int bars = steps / StepGrid.STEPS_PER_BAR;
    require(
        steps % StepGrid.STEPS_PER_BAR == 0 && form.bars().contains(bars),
        "steps",
        steps,
        form.length());
    require(size >= 1 && size <= 4096, "size", size, "1 … 4096");
    require(layers >= 1 && layers <= 48, "layers", layers, "1 … 48");
    require(heads >= 1 && size % heads == 0, "heads", heads, "divisors of the size");
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 until 1");
    String maps = form.isMapped() ? DrumMap.labels() : DrumMap.GM.label();
    require(List.of(maps.split(", ")).contains(drumMap), "drumMap", drumMap, maps);
  }

  SliceForm form() {
    return Forms.named(slices);
  }

  private SliceVoice voice() {
    return form().voices().get(0);
  }

  /** What is read before the first step; the classes below it are the voice's. */
  int begin() {
    return voice().classes();
  }

  StepEmbeddingVertex embedding() {
    return new StepEmbeddingVertex(steps, size, voice());
  }

  StepLogitsLayer logits() {
    return new StepLogitsLayer(size, voice());
  }

  @Override
  public SliceCut<int[]> sliceCut() {
    return new SliceCut<>(
        form(), steps / StepGrid.STEPS_PER_BAR, DrumMap.of(drumMap).orElseThrow());
  }

  @Override
  public String kind() {
    return SliceGptKind.name(form());
  }

  @Override
  public long parameters() {
    return embedding().parameters() + layers(steps).parameters() + logits().parameters();
  }

  /**
   * From an embedding to what logits are made of.
   *
   * @param rows of a sequence, each of which has a relative bias to all before it
   */
  TransformerLayers layers(int rows) {
    return new TransformerLayers(layers, new AttentionVertex(size, heads, rows, dropout));
  }

  /**
   * AdamW with half a cosine after a warm-up. Gradients of a slice are clipped to the number of its
   * steps: to 1 of the mean over steps.
   */
  @Override
  public Optimizer optimizer() {
    return new Optimizer(
        new Schedule(Schedule.Shape.COSINE, LEARNING_RATE, 0, 1, 0, WARM_UP),
        steps,
        WEIGHT_DECAY,
        1);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph =
        VertexGraph.xavier(configuration).addInputs(STEPS).addVertex(EMBEDDING, embedding(), STEPS);
    layers(steps).addTo(graph, EMBEDDING);
    graph.addLayer(LOGITS, logits().forClassLoss(), TransformerLayers.NORM);
    new ClassLoss().addTo(graph, Activation.SOFTMAX, LOGITS);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /**
   * @throws IllegalArgumentException where an example is no slice of this length
   */
  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    return List.of(SliceGptArrays.of(this, examples));
  }

  /** Slices. */
  @Override
  public long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0) / steps;
  }

  /** See {@link SliceGptScore}. */
  @Override
  public PredictionSums score(ComputationGraph network, List<int[]> examples) {
    return SliceGptScore.of(this, network, examples).sum();
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String figure : SliceGptScore.MEANS) {
      if (score.sums().containsKey(figure)) {
        figures.put(figure, score.mean(figure));
      }
    }
    return figures;
  }

  int[] checked(int[] slice) {
    if (slice.length != steps) {
      throw new IllegalArgumentException(
          "A slice of %d steps, not of %d.".formatted(slice.length, steps));
    }
    for (int step = 0; step < steps; step++) {
      if (slice[step] < 0 || slice[step] >= begin()) {
        throw new IllegalArgumentException(
            "Step %d is %d, not in 0 … %d.".formatted(step, slice[step], begin() - 1));
      }
    }
    return slice;
  }
}
