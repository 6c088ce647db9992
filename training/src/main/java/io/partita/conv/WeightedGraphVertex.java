package io.partita.conv;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.params.SameDiffParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of vertices with one input and with parameters have in common; no masks. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
public abstract class WeightedGraphVertex extends BaseGraphVertex {
  private static final long serialVersionUID = 1L;

  private final WeightedVertex config;
  private final INDArray params;
  private final Map<String, INDArray> paramTable;
  private INDArray gradients;
  private Map<String, INDArray> gradientTable;

  protected WeightedGraphVertex(
      WeightedVertex config,
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    super(graph, name, index, null, null, type);
    this.config = config;
    this.params = params;
    this.paramTable = table(params);
    if (initialize) {
      config.initializeParameters(paramTable);
    }
  }

  private Map<String, INDArray> table(INDArray row) {
    SDVertexParams shapes = config.getVertexParams();
    return SameDiffParamInitializer.getInstance()
        .subsetAndReshape(shapes.getParameterKeys(), shapes.getParamShapes(), row, null, config);
  }

  protected final INDArray parameter(String name) {
    return paramTable.get(name);
  }

  /** Where the gradient of a parameter belongs. */
  protected final INDArray gradient(String name) {
    return gradientTable.get(name);
  }

  /**
   * Fills the gradients of all parameters and, where there is one, that of the input.
   *
   * @param above the gradient of the output, c order
   * @param ofInput room for that of the input, of its shape, c order; null where nobody asks for it
   */
  protected abstract void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces);

  @Override
  public final Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray ofInput =
        graph.getVertices()[inputVertices[0].getVertexIndex()].isInputVertex()
            ? null
            : workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, inputs[0].shape(), 'c');
    backward(Dense.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces), ofInput, workspaces);
    Gradient gradient = new DefaultGradient(gradients);
    gradientTable.forEach((name, view) -> gradient.setGradientFor(name, view));
    return new Pair<>(gradient, new INDArray[] {ofInput});
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray view) {
    gradients = view;
    gradientTable = table(view);
  }

  @Override
  public final INDArray getGradientsViewArray() {
    return gradients;
  }

  @Override
  public final INDArray params() {
    return params;
  }

  @Override
  public final Map<String, INDArray> paramTable(boolean backpropOnly) {
    return paramTable;
  }

  @Override
  public final TrainingConfig getConfig() {
    return config;
  }

  @Override
  public final Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public final boolean hasLayer() {
    return false;
  }

  @Override
  public final Layer getLayer() {
    return null;
  }

  @Override
  public final String toString() {
    return config.getClass().getSimpleName() + " \"" + getVertexName() + "\"";
  }
}
