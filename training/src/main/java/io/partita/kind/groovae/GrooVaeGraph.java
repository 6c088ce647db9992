package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.lstm.InputDropoutVertex;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.lstm.LstmVertex.Input;
import io.partita.nn.lstm.LstmVertex.Output;
import io.partita.nn.lstm.LstmVertex.Start;
import io.partita.nn.vertex.VertexGraph;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** The network of a {@link GrooVae}; the names are those of its vertices. */
final class GrooVaeGraph {
  /** What the encoder reads, [batch, inputs, steps], and the same backwards in time. */
  static final String HEARD = "heard";

  static final String HEARD_REVERSED = "heard_reversed";

  /** The row of the step before; hits to play and the tempo, if given: [batch, inputs, steps]. */
  static final String FED = "fed";

  /** What is to be played, [batch, 27, steps]. */
  static final String TARGET = "target";

  static final List<String> INPUTS =
      List.of(HEARD, HEARD_REVERSED, FED, TARGET, LatentLayers.NOISE);

  /** Initial states, [batch, 2 · units of all LSTMs]. */
  static final String DECODER_START = "decoder_start";

  /** LSTMs, numbered from 1. */
  static final String DECODER = "decoder";

  /** What the row of each step is made of, [steps · batch, 27]: the batch of step 0, of 1, … */
  static final String LOGITS = "logits";

  /** The rows with learnt deviations beside them, see {@link DeviationVertex}. */
  static final String DEVIATIONS = "deviations";

  /** What the encoder says of each step, forwards and backwards, [batch, 2 · units, steps]. */
  static final String ENCODED_STEPS = "encoded_steps";

  private static final String FORWARDS = "forwards";
  private static final String BACKWARDS = "backwards";
  private static final String DROPPED = "_dropped";

  private final GrooVae model;
  private final GraphBuilder graph;

  private GrooVaeGraph(GrooVae model, GraphBuilder graph) {
    this.model = model;
    this.graph = graph;
  }

  /**
   * @param global configuration, which says type and updater
   */
  static ComputationGraph of(GrooVae model, NeuralNetConfiguration.Builder global) {
    GraphBuilder graph = VertexGraph.xavier(global).addInputs(INPUTS);
    GrooVaeGraph building = new GrooVaeGraph(model, graph);
    building.addEncoder();
    building.addDecoder();
    building.addLoss();
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /** The vertex of what {@link PerformanceLoss} counts. */
  static String rows(GrooVae model) {
    return model.isDensity() ? DEVIATIONS : LOGITS;
  }

  /** Vertices of the posterior, and of {@link #ENCODED_STEPS} where the decoder reads them. */
  static List<String> encoded(GrooVae model) {
    return model.encoderSteps()
        ? List.of(LatentLayers.MU, LatentLayers.SIGMA, ENCODED_STEPS)
        : List.of(LatentLayers.MU, LatentLayers.SIGMA);
  }

  private void addEncoder() {
    String forwards = encoder(FORWARDS, HEARD);
    String backwards = encoder(BACKWARDS, HEARD_REVERSED);
    graph.addVertex("encoded", new MergeVertex(), forwards, backwards);
    LatentLayers.addPosterior(graph, "encoded", 2 * model.encoderUnits(), model.latent());
    if (model.encoderSteps()) {
      graph
          .addVertex("backwards_turned", new ReverseTimeSeriesVertex(), BACKWARDS)
          .addVertex(ENCODED_STEPS, new MergeVertex(), FORWARDS, "backwards_turned");
    }
  }

  /** The vertex of what an LSTM says of the whole slice. */
  private String encoder(String name, String reads) {
    Output output = model.encoderSteps() ? Output.SEQUENCE : Output.LAST;
    graph.addVertex(
        name,
        new LstmVertex(model.inputs(), model.encoderUnits(), Input.VALUES, Start.ZEROS, output),
        dropped(reads));
    if (!model.encoderSteps()) {
      return name;
    }
    graph.addVertex(name + "_last", new LastTimeStepVertex(reads), name);
    return name + "_last";
  }

  private String dropped(String reads) {
    graph.addVertex(reads + DROPPED, new InputDropoutVertex(model.dropout()), reads);
    return reads + DROPPED;
  }

  private void addDecoder() {
    List<Integer> units = model.decoderUnits();
    LatentLayers.addStart(graph, DECODER_START, LatentLayers.Z, model.latent(), DECODER, units);
    graph.addVertex("z_steps", new DuplicateToTimeSeriesVertex(FED), LatentLayers.Z);
    String[] reads =
        model.encoderSteps()
            ? new String[] {FED, ENCODED_STEPS, "z_steps"}
            : new String[] {FED, "z_steps"};
    graph.addVertex("read", new MergeVertex(), reads);
    String below = "read";
    int size = model.decoderInputs();
    for (int layer = 1; layer <= units.size(); layer++) {
      int of = units.get(layer - 1);
      Output output = layer == units.size() ? Output.ROWS : Output.SEQUENCE;
      String name = DECODER + layer;
      graph.addVertex(
          name,
          new LstmVertex(size, of, Input.VALUES, Start.GIVEN, output),
          dropped(below),
          name + "_h0",
          name + "_c0");
      below = name;
      size = of;
    }
    DenseLayer logits =
        new DenseLayer.Builder()
            .nIn(size)
            .nOut(DrumPerformance.ROW)
            .activation(Activation.IDENTITY)
            .build();
    graph.addLayer(LOGITS, logits, below);
  }

  private void addLoss() {
    if (model.isDensity()) {
      graph.addVertex(DEVIATIONS, new DeviationVertex(), LOGITS);
    }
    graph.addVertex(LatentLayers.RECONSTRUCTION, new PerformanceLossVertex(), rows(model), TARGET);
    KlCharge charge = new KlCharge(model.freeNats(), model.beta(), 0);
    LatentLayers.addLoss(graph, charge, List.of(LatentLayers.RECONSTRUCTION));
  }
}
