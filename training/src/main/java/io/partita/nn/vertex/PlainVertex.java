package io.partita.nn.vertex;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.NetworkMemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the configurations of vertices without parameters have in common; they are immutable. */
public abstract class PlainVertex extends GraphVertex {
  private final int inputs;

  /**
   * @param inputs number that the vertex takes at least and at most
   */
  public PlainVertex(int inputs) {
    this.inputs = inputs;
  }

  protected abstract PlainGraphVertex atWork(VertexPlace place);

  @Override
  public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    return atWork(new VertexPlace(graph, name, idx, paramsView, initializeParams, networkDatatype));
  }

  @Override
  public GraphVertex clone() {
    return this;
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return inputs;
  }

  @Override
  public int maxVertexInputs() {
    return inputs;
  }

  /** Asked only where a network is built from its inputs' types. */
  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    throw new UnsupportedOperationException(
        "Give layers their sizes: " + getClass().getSimpleName() + " derives none.");
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputTypes) {
    return new NetworkMemoryReport(Map.of(), getClass(), getClass().getSimpleName(), inputTypes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof PlainVertex that
        && that.getClass() == getClass()
        && Properties.of(this).equals(Properties.of(that));
  }

  @Override
  public final int hashCode() {
    return Properties.of(this).hashCode();
  }
}
