package io.partita.nn.loss;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cross-entropy of a softmax over classes, summed over each example's steps, nats: the
 * reconstruction term of an autoencoder's loss.
 *
 * <p>Inputs: logits [steps/segments · segments · batch, classes] as {@link Segments} orders rows,
 * and the target classes [batch, steps], which get no gradient. Output: [batch, 1].
 */
public final class ReconstructionLossVertex extends PlainVertex {
  @JsonProperty private final int segments;

  /**
   * @param segments that the logits come in, 1 or more
   */
  @JsonCreator
  public ReconstructionLossVertex(@JsonProperty("segments") int segments) {
    super(2);
    this.segments = segments;
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      Segments order = order();
      double[] ones = new double[order.steps() * order.batch()];
      Arrays.fill(ones, 1);
      double[] nats = ClassTerms.nats(inputs[0], targets(order), ones);
      double[] losses = new double[order.batch()];
      for (int example = 0; example < order.batch(); example++) {
        for (int step = 0; step < order.steps(); step++) {
          losses[example] += nats[order.row(example, step)];
        }
      }
      return terms(losses, workspaces);
    }

    private Segments order() {
      return new Segments((int) inputs[1].size(0), (int) inputs[1].size(1), segments);
    }

    /** By rows of the logits. */
    private int[] targets(Segments order) {
      double[] targets = Doubles.of(inputs[1]);
      int[] byRow = new int[targets.length];
      for (int k = 0; k < targets.length; k++) {
        byRow[order.row(k / order.steps(), k % order.steps())] = (int) targets[k];
      }
      return byRow;
    }

    /** Softmax less the one-hot target, times what comes from above. */
    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      Segments order = order();
      double[] above = Doubles.of(epsilon);
      double[] byRow = new double[order.steps() * order.batch()];
      for (int k = 0; k < byRow.length; k++) {
        byRow[order.row(k / order.steps(), k % order.steps())] = above[k / order.steps()];
      }
      INDArray gradient =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, dataType, inputs[0].shape(), 'c');
      ClassTerms.gradient(inputs[0], targets(order), byRow, gradient);
      return new INDArray[] {gradient, null};
    }
  }
}
