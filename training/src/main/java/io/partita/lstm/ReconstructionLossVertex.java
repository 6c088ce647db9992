package io.partita.lstm;

import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
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
  private static final long serialVersionUID = 1L;

  private final int segments;

  /**
   * @param segments that the logits come in, 1 or more
   */
  @JsonCreator
  public ReconstructionLossVertex(@JsonProperty("segments") int segments) {
    super(2);
    this.segments = segments;
  }

  public int getSegments() {
    return segments;
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    return new AtWork(segments, graph, name, idx, networkDatatype);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReconstructionLossVertex that && segments == that.segments;
  }

  @Override
  public int hashCode() {
    return segments;
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    private static final long serialVersionUID = 1L;

    private final int segments;

    AtWork(int segments, ComputationGraph graph, String name, int index, DataType type) {
      super(graph, name, index, type);
      this.segments = segments;
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
      long[] shape = {losses.length, 1};
      return Doubles.array(losses, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
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
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
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
      return new Pair<>(null, new INDArray[] {gradient, null});
    }
  }
}
