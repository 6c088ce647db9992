package io.partita.nn.loss;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** A loss without settings: two of one class are equal. */
public abstract class OutputLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private static final String OUTPUT = "output";

  /** Makes this loss of a vertex the only output of a network. */
  public final void addTo(GraphBuilder graph, Activation activation, String vertex) {
    LossLayer layer = new LossLayer.Builder(this).activation(activation).build();
    graph.addLayer(OUTPUT, layer, vertex).setOutputs(OUTPUT);
  }

  /** The loss of each row. */
  abstract double[] losses(INDArray labels, INDArray preOutput, INDArray mask);

  @Override
  public final double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = 0;
    for (double loss : losses(labels, preOutput, mask)) {
      sum += loss;
    }
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public final String name() {
    return toString();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "()";
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof OutputLoss that && that.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }
}
