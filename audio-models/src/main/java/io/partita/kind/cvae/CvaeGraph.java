package io.partita.kind.cvae;

import io.partita.nn.latent.LatentLayers;
import io.partita.nn.loss.ExampleLoss;
import io.partita.nn.vertex.VertexGraph;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** The network of a {@link Cvae}; the names are those of its vertices. */
final class CvaeGraph {
  /** Normalised values, as {@link CvaeBuilder#windowShape} says. */
  static final String WINDOW = "window";

  /** mu, then the logarithms of the variances, 2 · latent numbers of each window. */
  static final String POSTERIOR = "posterior";

  /** [batch, latent]. */
  static final String Z = LatentLayers.Z;

  /** What the decoder says of a window's values, see {@link LikelihoodVertex}. */
  static final String DECODED = "decoded";

  /** Beside a {@link LinearPath}: what adds to it last, before each half's output. */
  static final String LAST_OF_ENCODER = "convolved_posterior";

  static final String LAST_OF_DECODER = "convolved";

  private CvaeGraph() {}

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
    graph.addInputs(WINDOW, LatentLayers.NOISE);
    addEncoder(model, graph);
    graph.addVertex(Z, new ReparameterisedVertex(), POSTERIOR, LatentLayers.NOISE);
    addDecoder(model, graph);
    graph
        .addVertex(LatentLayers.RECONSTRUCTION, family.likelihood(model), DECODED, WINDOW)
        .addVertex(
            LatentLayers.DIVERGENCE,
            new DivergenceVertex(model.maxBeta(), model.warmUp()),
            POSTERIOR);
    List<String> terms =
        new ArrayList<>(List.of(LatentLayers.RECONSTRUCTION, LatentLayers.DIVERGENCE));
    terms.addAll(family.addTerms(model, graph));
    graph
        .addVertex("nats", new ElementWiseVertex(Op.Add), terms.toArray(new String[0]))
        .addVertex("nats_per_value", new ScaleVertex(1.0 / model.input().size()), "nats");
    new ExampleLoss().addTo(graph, Activation.IDENTITY, "nats_per_value");
    return graph.build();
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
