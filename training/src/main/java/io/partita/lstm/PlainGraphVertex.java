package io.partita.lstm;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of vertices without parameters and masks have in common. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
public abstract class PlainGraphVertex extends BaseGraphVertex {
  private static final long serialVersionUID = 1L;

  public PlainGraphVertex(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, null, null, type);
  }

  /** The update that the network is at, from 0; schedules go by it. */
  public final int iteration() {
    return graph.getConfiguration().getIterationCount();
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException(getVertexName() + " has no parameters.");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " \"" + getVertexName() + "\"";
  }
}
