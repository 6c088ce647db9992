package io.partita.nn.conv;

import io.partita.nn.loss.ExampleLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** One vertex of a network, forward and back, all arrays in the type that it computes in. */
final class VertexRun {
  private final org.deeplearning4j.nn.graph.vertex.GraphVertex vertex;
  private final DataType type;
  private Gradient gradient;

  /**
   * @param inputs number of them
   * @param parameters by name
   */
  VertexRun(DataType type, GraphVertex config, int inputs, Map<String, INDArray> parameters) {
    this.type = type;
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(type)
            .updater(new NoOp())
            .graphBuilder();
    List<String> names = IntStream.range(0, inputs).mapToObj(k -> "x" + k).toList();
    graph.addInputs(names);
    // Inputs of the network itself have no gradients.
    names.forEach(name -> graph.addVertex("of_" + name, new ScaleVertex(1), name));
    graph.addVertex("it", config, names.stream().map(name -> "of_" + name).toArray(String[]::new));
    graph.addLayer(
        "end",
        new LossLayer.Builder(new ExampleLoss()).activation(Activation.IDENTITY).build(),
        "it");
    ComputationGraph network = new ComputationGraph(graph.setOutputs("end").build());
    network.init();
    network.initGradientsView();
    vertex = network.getVertex("it");
    parameters.forEach(
        (name, value) -> vertex.paramTable(false).get(name).assign(value.castTo(type)));
  }

  INDArray forward(boolean training, INDArray... inputs) {
    for (int k = 0; k < inputs.length; k++) {
      vertex.setInput(k, inputs[k].castTo(type), LayerWorkspaceMgr.noWorkspaces());
    }
    return vertex.doForward(training, LayerWorkspaceMgr.noWorkspaces()).castTo(DataType.DOUBLE);
  }

  /** Gradients of the inputs, null where one has none. */
  INDArray[] backward(INDArray above) {
    vertex.setEpsilon(above.castTo(type));
    Pair<Gradient, INDArray[]> both = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces());
    gradient = both.getFirst();
    return Arrays.stream(both.getSecond())
        .map(array -> array == null ? null : array.castTo(DataType.DOUBLE))
        .toArray(INDArray[]::new);
  }

  /** The gradient of a parameter. */
  INDArray of(String name) {
    return gradient.getGradientFor(name).castTo(DataType.DOUBLE);
  }

  INDArray parameter(String name) {
    return vertex.paramTable(false).get(name).castTo(DataType.DOUBLE);
  }
}
