package io.partita.nn.vertex;

import io.partita.nn.blas.Dense;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of vertices with parameters and one input have in common. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
public abstract class OneInputGraphVertex extends WeightedGraphVertex {
  protected OneInputGraphVertex(WeightedVertex config, VertexPlace place) {
    super(config, place);
  }

  /**
   * Fills the gradients of all parameters and, where there is one, that of the input.
   *
   * @param above the gradient of the output, c order
   * @param ofInput room for that of the input, of its shape, c order; null where nobody asks for it
   */
  protected abstract void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces);

  @Override
  protected final INDArray[] backward(LayerWorkspaceMgr workspaces) {
    INDArray ofInput = room(0, inputs[0].shape(), workspaces);
    backward(Dense.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces), ofInput, workspaces);
    return new INDArray[] {ofInput};
  }
}
