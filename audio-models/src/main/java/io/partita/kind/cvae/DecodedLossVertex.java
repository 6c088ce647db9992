package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A term of an autoencoder's loss that compares what was decoded with the values.
 *
 * <p>Inputs: what was decoded, the numbers of an example together; the values, [batch, …], which
 * get no gradient. Output: [batch, 1].
 */
abstract class DecodedLossVertex extends PlainVertex {
  DecodedLossVertex() {
    super(2);
  }

  /**
   * The term of each example.
   *
   * @param decoded of examples one after the other
   * @param values of examples one after the other
   */
  abstract double[] terms(double[] decoded, double[] values, int examples);

  /**
   * The gradient of what was decoded.
   *
   * @param above the gradient of each example's term
   */
  abstract double[] gradient(double[] decoded, double[] values, double[] above);

  @Override
  protected final PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      int examples = (int) inputs[0].size(0);
      double[] decoded = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      return terms(DecodedLossVertex.this.terms(decoded, values, examples), workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] decoded = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      return new INDArray[] {ofInput(gradient(decoded, values, above), workspaces), null};
    }
  }
}
