package io.partita.kind.cvae;

import io.partita.model.NetworkSeed;
import io.partita.nn.loss.ExampleLoss;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.vertex.VertexGraph;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** The network of a {@link Cvae}; the names are those of its vertices. */
final class CvaeGraph {
  /** Normalised values, as {@link CvaeBuilder#windowShape} says. */
  static final String WINDOW = "window";

  /** Standard normal, [batch, latent]. */
  static final String NOISE = "noise";

  /** mu, then the logarithms of the variances, 2 · latent numbers of each window. */
  static final String POSTERIOR = "posterior";

  /** [batch, latent]. */
  static final String Z = "z";

  /** What the decoder says of a window's values, see {@link LikelihoodVertex}. */
  static final String DECODED = "decoded";

  /** Terms of the loss, [batch, 1], nats of a window. */
  static final String RECONSTRUCTION = "reconstruction";

  static final String DIVERGENCE = "divergence";

  /** Beside a {@link LinearPath}: what adds to it last, before each half's output. */
  static final String LAST_OF_ENCODER = "convolved_posterior";

  static final String LAST_OF_DECODER = "convolved";

  private static final String OUTPUT = "output";

  private CvaeGraph() {}

  static ComputationGraph of(Cvae model, long seed, Optimizer optimizer) {
    return of(model, NetworkSeed.network(seed, optimizer));
  }

  /**
   * @param global configuration, which says type and updater
   */
  static ComputationGraph of(Cvae model, NeuralNetConfiguration.Builder global) {
    ComputationGraph network = new ComputationGraph(configuration(model, global));
    network.init();
    return network;
  }

  /** How many trainable numbers the network has; none of them is made. */
  static long parameters(Cvae model) {
    return VertexGraph.parameters(configuration(model, new NeuralNetConfiguration.Builder()));
  }

  private static ComputationGraphConfiguration configuration(
      Cvae model, NeuralNetConfiguration.Builder global) {
    CvaeBuilder family = model.family().builder();
    GraphBuilder graph = global.weightInit(WeightInit.XAVIER_UNIFORM).graphBuilder();
    graph.addInputs(WINDOW, NOISE);
    addEncoder(model, graph);
    graph.addVertex(Z, new ReparameterisedVertex(), POSTERIOR, NOISE);
    addDecoder(model, graph);
    graph
        .addVertex(RECONSTRUCTION, family.likelihood(model), DECODED, WINDOW)
        .addVertex(DIVERGENCE, new DivergenceVertex(model.maxBeta(), model.warmUp()), POSTERIOR);
    List<String> terms = new ArrayList<>(List.of(RECONSTRUCTION, DIVERGENCE));
    terms.addAll(family.addTerms(model, graph));
    LossLayer loss =
        new LossLayer.Builder(new ExampleLoss()).activation(Activation.IDENTITY).build();
    return graph
        .addVertex("nats", new ElementWiseVertex(Op.Add), terms.toArray(new String[0]))
        .addVertex("nats_per_value", new ScaleVertex(1.0 / model.input().size()), "nats")
        .addLayer(OUTPUT, loss, "nats_per_value")
        .setOutputs(OUTPUT)
        .build();
  }

  private static void addEncoder(Cvae model, GraphBuilder graph) {
    CvaeBuilder family = model.family().builder();
    if (model.scales() == 0) {
      family.addEncoder(model, graph, POSTERIOR);
    } else {
      family.addEncoder(model, graph, LAST_OF_ENCODER);
      graph.addVertex(POSTERIOR, LinearPath.encoder(model), LAST_OF_ENCODER, WINDOW);
    }
  }

  private static void addDecoder(Cvae model, GraphBuilder graph) {
    CvaeBuilder family = model.family().builder();
    if (model.scales() == 0) {
      family.addDecoder(model, graph, DECODED);
    } else {
      String convolved = family.addDecoder(model, graph, LAST_OF_DECODER);
      graph.addVertex(DECODED, LinearPath.decoder(model), convolved, Z);
    }
  }

  /** A network's decoder by itself, with its present weights: from {@link #Z} alone. */
  static ComputationGraph decoder(Cvae model, ComputationGraph network) {
    return VertexGraph.part(
        network,
        graph -> {
          graph.addInputs(Z).setOutputs(DECODED);
          addDecoder(model, graph);
        });
  }
}
