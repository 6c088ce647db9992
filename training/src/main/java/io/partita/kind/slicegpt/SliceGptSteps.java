package io.partita.kind.slicegpt;

import io.partita.nn.attention.CachedSteps;
import io.partita.nn.blas.Doubles;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A slice GPT's network at work a step at a time, with its present weights. */
final class SliceGptSteps {
  private final int size;
  private final StepEmbeddingVertex.Table table;
  private final CachedSteps layers;
  private final StepLogitsLayer.OfRows logits;
  private int step;

  /**
   * @param network with the layers of this model
   * @param sequences beside each other
   */
  SliceGptSteps(SliceGpt model, ComputationGraph network, int sequences) {
    size = model.size();
    table = ((StepEmbeddingVertex.AtWork) network.getVertex(SliceGpt.EMBEDDING)).table();
    layers = new CachedSteps(network, model.layers(model.steps()).names(), sequences);
    logits = ((StepLogitsLayer.AtWork) network.getLayer(SliceGpt.LOGITS)).ofRows();
  }

  /**
   * Reads a row of each sequence that is no step.
   *
   * @param rows [sequences, size], c order, of the network's type
   */
  void readPrefix(INDArray rows) {
    layers.step(rows);
  }

  /**
   * Reads the class of each sequence's step before.
   *
   * @return logits of each sequence's next class, [sequences, classes]
   */
  double[][] read(int[] classes) {
    double[] rows = new double[classes.length * size];
    for (int k = 0; k < classes.length; k++) {
      table.put(classes[k], step, rows, k * size);
    }
    step++;
    long[] shape = {classes.length, size};
    INDArray x = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    Doubles.put(rows, x);
    return logits.of(layers.step(x));
  }
}
