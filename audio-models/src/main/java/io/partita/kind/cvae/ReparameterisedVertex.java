package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = mu + exp(logVar / 2) · noise (Kingma and Welling, 2014, section 2.4).
 *
 * <p>Inputs: the posterior, of each example mu and then logVar, in any shape; standard normal noise
 * [batch, z], which gets no gradient. Output: [batch, z].
 */
final class ReparameterisedVertex extends PlainVertex {
  public ReparameterisedVertex() {
    super(2);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of();
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] posterior = Doubles.of(inputs[0]);
      double[] noise = Doubles.of(inputs[1]);
      int size = (int) inputs[1].size(1);
      double[] z = new double[noise.length];
      for (int k = 0; k < z.length; k++) {
        int mu = muOf(k, size);
        z[k] = posterior[mu] + Math.exp(posterior[mu + size] / 2) * noise[k];
      }
      return Doubles.array(z, inputs[1].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] posterior = Doubles.of(inputs[0]);
      double[] noise = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      int size = (int) inputs[1].size(1);
      double[] gradient = new double[posterior.length];
      for (int k = 0; k < above.length; k++) {
        int mu = muOf(k, size);
        gradient[mu] = above[k];
        gradient[mu + size] = above[k] * noise[k] * Math.exp(posterior[mu + size] / 2) / 2;
      }
      INDArray ofPosterior = ofInput(gradient, workspaces);
      return new INDArray[] {ofPosterior, null};
    }

    /** The place of number k's mean, among posteriors one after the other. */
    private static int muOf(int k, int size) {
      return k / size * 2 * size + k % size;
    }
  }
}
