package io.partita.nn.attention;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers of this package on top of each other, run a step at a time without dropout, as a step is
 * drawn from what came out of the one before. Keys and values of the steps before are kept, so that
 * step t costs as much as t products of rows; what comes out is what the whole sequence at once
 * gives.
 */
public final class CachedSteps {
  private final List<StepLayer> layers;

  /**
   * @param network that has the layers; not changed, nor may it be while steps are made
   * @param vertices names of the layers, the lowest first
   * @param sequences beside each other, 1 or more
   */
  public CachedSteps(ComputationGraph network, List<String> vertices, int sequences) {
    this.layers =
        vertices.stream()
            .map(name -> ((BlockGraphVertex) network.getVertex(name)).stepwise(sequences))
            .toList();
  }

  /**
   * Makes a step.
   *
   * @param rows what enters the lowest layer, [sequences, size], c order, of the network's type
   * @return what comes out of the topmost, [sequences, size], c order; overwritten by the next step
   */
  public INDArray step(INDArray rows) {
    return steps(rows.reshape('c', rows.size(0), 1, rows.size(1)))
        .reshape('c', rows.size(0), rows.size(1));
  }

  /**
   * Makes several steps at once, of rows that are known.
   *
   * @param rows what enters the lowest layer, [sequences, steps, size], c order, of the network's
   *     type
   * @return what comes out of the topmost, of the same shape; overwritten by the next steps
   */
  public INDArray steps(INDArray rows) {
    INDArray x = rows;
    for (StepLayer layer : layers) {
      x = layer.step(x);
    }
    return x;
  }

  /** Room for values of each sequence's steps, used again where as many are made at once. */
  static final class Room {
    private INDArray last;

    INDArray of(INDArray x, long columns) {
      if (last == null || last.size(1) != x.size(1)) {
        long[] shape = {x.size(0), x.size(1), columns};
        last = Nd4j.createUninitialized(x.dataType(), shape, 'c');
      }
      return last;
    }
  }
}
