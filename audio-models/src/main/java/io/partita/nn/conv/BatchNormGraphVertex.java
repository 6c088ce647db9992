package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation at work in a graph; {@link BatchNormVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class BatchNormGraphVertex extends NormGraphVertex {
  private double share = BatchNormVertex.MOMENTUM;

  BatchNormGraphVertex(BatchNormVertex config, VertexPlace place) {
    super(config, place);
  }

  /** From now on a batch moves the running statistics by this share of the way, 0 to 1. */
  void moveBy(double newShare) {
    share = newShare;
  }

  @Override
  Moments given() {
    double[] mean = Doubles.of(parameter(BatchNormVertex.MEAN));
    double[] scale = Doubles.of(parameter(BatchNormVertex.VARIANCE));
    Arrays.setAll(scale, c -> 1 / Math.sqrt(scale[c] + NormVertex.EPSILON));
    return new Moments(mean, scale);
  }

  @Override
  void seen(Moments ofInput, long count) {
    double unbiased = (double) count / Math.max(1, count - 1);
    double[] variance = ofInput.scale().clone();
    Arrays.setAll(variance, c -> (1 / (variance[c] * variance[c]) - NormVertex.EPSILON) * unbiased);
    move(BatchNormVertex.MEAN, ofInput.mean());
    move(BatchNormVertex.VARIANCE, variance);
  }

  private void move(String name, double[] towards) {
    double[] running = Doubles.of(parameter(name));
    Arrays.setAll(running, c -> (1 - share) * running[c] + share * towards[c]);
    Doubles.put(running, parameter(name));
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    super.backward(above, ofInput, workspaces);
    gradient(BatchNormVertex.MEAN).assign(0);
    gradient(BatchNormVertex.VARIANCE).assign(0);
  }
}
