package io.partita.nn.vertex;

import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph that may have its parameters in vertices alone: DL4J counts those of layers, and without
 * any it makes no update.
 */
public final class VertexGraph extends ComputationGraph {
  private static final long serialVersionUID = 1L;

  public VertexGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  /** The beginning of a network whose weights are drawn by Xavier's rule. */
  public static GraphBuilder xavier(NeuralNetConfiguration.Builder configuration) {
    return configuration.weightInit(WeightInit.XAVIER).graphBuilder();
  }

  /** How many trainable numbers a network has; none of them is made. */
  public static long parameters(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().values().stream()
        .mapToLong(vertex -> vertex.numParams(true))
        .sum();
  }

  /**
   * A part of a network by itself, with its present weights.
   *
   * @param vertices adds inputs, vertices and outputs, by the names that the network has
   */
  public static ComputationGraph part(ComputationGraph network, Consumer<GraphBuilder> vertices) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(1) // of weights that are replaced
            .dataType(network.getConfiguration().getDataType())
            .graphBuilder();
    vertices.accept(graph);
    ComputationGraph part = new VertexGraph(graph.build());
    part.init();
    for (GraphVertex vertex : part.getVertices()) {
      if (vertex.params() != null) {
        vertex.params().assign(network.getVertex(vertex.getVertexName()).params());
      }
    }
    return part;
  }

  /**
   * A vertex's parameters by their names, as they are now, to read on the processor also while the
   * network trains on a GPU.
   */
  public static Map<String, INDArray> present(ComputationGraph network, String vertex) {
    GraphVertex found = network.getVertex(vertex);
    CudaRow.bringBack(found.params());
    return found.paramTable(false);
  }

  @Override
  public long numParams(boolean backwards) {
    return params().length();
  }
}
