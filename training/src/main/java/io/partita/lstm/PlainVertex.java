package io.partita.lstm;

import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.NetworkMemoryReport;

/** What the configurations of vertices without parameters have in common; they are immutable. */
public abstract class PlainVertex extends GraphVertex {
  private static final long serialVersionUID = 1L;

  private final int inputs;

  /**
   * @param inputs number that the vertex takes at least and at most
   */
  public PlainVertex(int inputs) {
    this.inputs = inputs;
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
}
