package io.partita.nn.lstm;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.Dropout;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dropout of what an LSTM reads (Zaremba et al., 2014): in training each number of each step is
 * dropped by itself, and the others are scaled so that the mean stays; else they pass. The draws
 * depend on the network's seed, the iteration and the vertex.
 *
 * <p>Input and output: [batch, size, T].
 */
public final class InputDropoutVertex extends PlainVertex {
  @JsonProperty private final double rate;

  /**
   * @param rate share of numbers that are dropped, 0 until 1
   */
  @JsonCreator
  public InputDropoutVertex(@JsonProperty("rate") double rate) {
    super(1);
    this.rate = rate;
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    /** Of the last forward pass. */
    private transient Dropout dropout = Dropout.NONE;

    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      dropout = dropout(rate, training);
      return dropped(inputs[0], ArrayType.FF_WORKING_MEM, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      return new INDArray[] {
        dropped(epsilon, ArrayType.BP_WORKING_MEM, ArrayType.ACTIVATION_GRAD, workspaces)
      };
    }

    /** Over step-major memory, as the LSTM reads it. */
    private INDArray dropped(
        INDArray sequence, ArrayType working, ArrayType use, LayerWorkspaceMgr workspaces) {
      INDArray rows = StepMajor.rows(sequence, working, workspaces);
      double[] values = Doubles.of(rows);
      if (!dropout.isNone()) {
        float[] factors = new float[values.length];
        dropout.factors(0, values.length, factors);
        for (int k = 0; k < values.length; k++) {
          values[k] *= factors[k];
        }
      }
      INDArray kept = Doubles.array(values, rows.shape(), dataType, use, workspaces);
      return StepMajor.sequence(kept, sequence.size(0));
    }
  }
}
