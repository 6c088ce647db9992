package io.partita.kind.token;

import io.partita.nn.attention.CachedSteps;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.StepLogits;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link TokenTransformer}'s steps. Keys and values of the ids before are kept until the context
 * is full; then the window slides by half of it, as in {@link TokenReading#sliding}, and what
 * remains is read again at once.
 */
final class TokenTransformerSteps implements TokenSteps {
  private final TokenTransformer model;
  private final ComputationGraph network;
  private final INDArray embedding;
  private final double[] table;
  private final StepLogits logits;

  /** Ids of the window. */
  private final int[] window;

  private int count;
  private CachedSteps layers;

  /**
   * @param network in 32 bits; not changed
   */
  TokenTransformerSteps(TokenTransformer model, ComputationGraph network) {
    this.model = model;
    this.network = network;
    this.embedding =
        network
            .getVertex(TokenTransformer.EMBEDDING)
            .paramTable(false)
            .get(EmbeddingVertex.WEIGHTS);
    this.table = Doubles.of(embedding);
    this.logits = new StepLogits(embedding.transpose());
    this.window = new int[model.context()];
    this.layers = begun();
  }

  private CachedSteps begun() {
    return new CachedSteps(network, model.stack().names(), 1);
  }

  @Override
  public double[] read(int... ids) {
    int first = count;
    for (int id : ids) {
      if (count == window.length) {
        int slid = count / 2;
        System.arraycopy(window, slid, window, 0, count - slid);
        count -= slid;
        layers = begun();
        first = 0;
      }
      window[count] = id;
      count++;
    }
    INDArray made = layers.steps(rows(first, count - first));
    return logits.of(made.reshape('c', count - first, model.size()).getRows(count - first - 1))[0];
  }

  /** What enters the lowest layer, [1, ids, size]. */
  private INDArray rows(int first, int ids) {
    int size = model.size();
    double[] values = new double[ids * size];
    for (int k = 0; k < ids; k++) {
      System.arraycopy(table, window[first + k] * size, values, k * size, size);
    }
    INDArray rows = Nd4j.createUninitialized(embedding.dataType(), new long[] {1, ids, size}, 'c');
    Doubles.put(values, rows);
    return rows;
  }
}
