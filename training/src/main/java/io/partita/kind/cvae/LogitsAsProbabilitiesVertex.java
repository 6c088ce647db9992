package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cross-entropy of values x that takes logits for probabilities, mean over an example's values,
 * nats, as Keras computes it: −x · ln(p + ε) − (1 − x) · ln(1 − p + ε) where p is the logit, within
 * ε … 1 − ε, and ε = 1e-7. Logits outside of that get no gradient. It is a fault of {@link
 * Resnet1dSeed}, and there on purpose.
 *
 * <p>Inputs: logits and values, [batch, size] each; values get no gradient. Output: [batch, 1].
 */
final class LogitsAsProbabilitiesVertex extends PlainVertex {
  private static final double EPSILON = 1e-7;

  public LogitsAsProbabilitiesVertex() {
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
      double[] logits = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      double[] terms = new double[(int) inputs[0].size(0)];
      int size = values.length / terms.length;
      for (int k = 0; k < values.length; k++) {
        double p = Math.min(Math.max(logits[k], EPSILON), 1 - EPSILON);
        terms[k / size] -=
            (values[k] * Math.log(p + EPSILON) + (1 - values[k]) * Math.log(1 - p + EPSILON))
                / size;
      }
      return terms(terms, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] logits = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      int size = values.length / above.length;
      double[] gradient = new double[logits.length];
      for (int k = 0; k < values.length; k++) {
        double p = logits[k];
        if (p >= EPSILON && p <= 1 - EPSILON) {
          gradient[k] =
              above[k / size]
                  * ((1 - values[k]) / (1 - p + EPSILON) - values[k] / (p + EPSILON))
                  / size;
        }
      }
      INDArray ofLogits = ofInput(gradient, workspaces);
      return new INDArray[] {ofLogits, null};
    }
  }
}
