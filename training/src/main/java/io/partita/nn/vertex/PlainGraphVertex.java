package io.partita.nn.vertex;

import io.partita.nn.blas.Doubles;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of vertices have in common; no parameters unless a subclass has them. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
public abstract class PlainGraphVertex extends BaseGraphVertex {
  public PlainGraphVertex(VertexPlace place) {
    super(place.graph(), place.name(), place.index(), null, null, place.type());
  }

  /** The update that the network is at, from 0; schedules go by it. */
  public final int iteration() {
    return graph.getConfiguration().getIterationCount();
  }

  /**
   * What this vertex drops in a pass: in training alone, by the network's seed and the iteration.
   */
  protected final Dropout dropout(double rate, boolean training) {
    return training && rate > 0
        ? Dropout.of(
            rate,
            graph.getConfiguration().getDefaultConfiguration().getSeed(),
            iteration(),
            getVertexIndex())
        : Dropout.NONE;
  }

  /**
   * The gradients of all inputs, null where one has none; fills those of the parameters, if any.
   */
  protected abstract INDArray[] backward(LayerWorkspaceMgr workspaces);

  @Override
  public final Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] ofInputs = backward(workspaces);
    return new Pair<>(ofParameters(), ofInputs);
  }

  /** The gradients of the parameters after {@link #backward}; null without parameters. */
  protected Gradient ofParameters() {
    return null;
  }

  /** The output of a loss: one number an example, [batch, 1]. */
  protected final INDArray terms(double[] terms, LayerWorkspaceMgr workspaces) {
    long[] shape = {terms.length, 1};
    return Doubles.array(terms, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  /** The gradient of the first input, or of another one of its shape, in c order. */
  protected final INDArray ofInput(double[] gradient, LayerWorkspaceMgr workspaces) {
    return Doubles.array(
        gradient, inputs[0].shape(), dataType, ArrayType.ACTIVATION_GRAD, workspaces);
  }

  /** Room for the gradient of an input, in c order; null where nobody asks for it. */
  protected final INDArray room(int input, long[] shape, LayerWorkspaceMgr workspaces) {
    return graph.getVertices()[inputVertices[input].getVertexIndex()].isInputVertex()
        ? null
        : workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
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
