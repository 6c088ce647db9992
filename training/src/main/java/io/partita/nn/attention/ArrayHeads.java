package io.partita.nn.attention;

import io.partita.nn.blas.Doubles;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The heads of an attention in ND4J's operations, all of them at once. */
final class ArrayHeads implements BlockArithmetic.Heads {
  /** What is added to the logit of a step that is yet to come: its exponential is 0. */
  private static final double NEVER = -1e30;

  private final int batch;
  private final int steps;
  private final int size;
  private final int heads;
  private final int lags;
  private final boolean both;
  private final double scale;

  /** [batch · heads, steps, size of a head] each. */
  private final INDArray q;

  private final INDArray k;
  private final INDArray v;
  private final INDArray probabilities;

  /**
   * @param bias null for none
   * @param both whether a step reads those after it, too
   */
  ArrayHeads(INDArray qkv, int heads, INDArray bias, boolean both) {
    this.both = both;
    this.batch = (int) qkv.size(0);
    this.steps = (int) qkv.size(1);
    this.heads = heads;
    this.size = (int) qkv.size(2) / 3 / heads;
    this.lags = bias == null ? 1 : (int) bias.size(1);
    this.scale = 1 / Math.sqrt(size);
    INDArray parts = qkv.reshape('c', batch, steps, 3, heads, size).permute(2, 0, 3, 1, 4).dup('c');
    this.q = part(parts, 0);
    this.k = part(parts, 1);
    this.v = part(parts, 2);
    this.probabilities = softmax(product(q, k, false, true).muli(scale), bias);
  }

  private INDArray part(INDArray parts, int number) {
    return parts
        .get(NDArrayIndex.point(number))
        .dup('c')
        .reshape('c', (long) batch * heads, steps, size);
  }

  private static INDArray product(INDArray a, INDArray b, boolean ofA, boolean ofB) {
    return Nd4j.matmul(a, b, ofA, ofB, false).dup('c');
  }

  private INDArray softmax(INDArray logits, INDArray bias) {
    double[] byLag = bias == null ? new double[heads] : Doubles.of(bias);
    double[] all = new double[heads * steps * steps];
    for (int head = 0; head < heads; head++) {
      for (int t = 0; t < steps; t++) {
        for (int s = 0; s < steps; s++) {
          all[(head * steps + t) * steps + s] = s > t && !both ? NEVER : byLag[lag(head, t, s)];
        }
      }
    }
    INDArray biases = ArrayBlocks.like(logits, all, 1, (long) heads * steps * steps);
    INDArray biased =
        logits
            .reshape('c', batch, (long) heads * steps * steps)
            .addRowVector(biases)
            .reshape('c', (long) batch * heads * steps, steps);
    INDArray powers = Transforms.exp(biased.subColumnVector(biased.max(true, 1)), false);
    return powers
        .diviColumnVector(powers.sum(true, 1))
        .reshape('c', (long) batch * heads, steps, steps);
  }

  /** Where the bias of two steps is. */
  private int lag(int head, int t, int s) {
    return head * lags + Math.min(Math.abs(t - s), lags - 1);
  }

  @Override
  public void attend(INDArray context) {
    INDArray found = product(probabilities, v, false, false);
    INDArray bySteps = found.reshape('c', batch, heads, steps, size).permute(0, 2, 1, 3).dup('c');
    context.assign(bySteps.reshape('c', context.shape()));
  }

  @Override
  public void attendBack(INDArray above, INDArray ofQkv, INDArray ofBias) {
    INDArray ofContext =
        above
            .reshape('c', batch, steps, heads, size)
            .permute(0, 2, 1, 3)
            .dup('c')
            .reshape('c', (long) batch * heads, steps, size);
    INDArray ofV = product(probabilities, ofContext, true, false);
    INDArray ofProbabilities = product(ofContext, v, false, true);
    long rows = (long) batch * heads * steps;
    INDArray p = probabilities.reshape('c', rows, steps);
    INDArray gradient = ofProbabilities.reshape('c', rows, steps);
    INDArray along = gradient.mul(p).sum(true, 1);
    INDArray ofLogits =
        gradient.subColumnVector(along).muli(p).reshape('c', (long) batch * heads, steps, steps);
    if (ofBias != null) {
      sumByLag(ofLogits, ofBias);
    }
    INDArray ofQ = product(ofLogits, k, false, false).muli(scale);
    INDArray ofK = product(ofLogits, q, true, false).muli(scale);
    INDArray parts = Nd4j.stack(0, ofQ, ofK, ofV);
    INDArray bySteps =
        parts.reshape('c', 3, batch, heads, steps, size).permute(1, 3, 0, 2, 4).dup('c');
    ofQkv.assign(bySteps.reshape('c', ofQkv.shape()));
  }

  private void sumByLag(INDArray ofLogits, INDArray ofBias) {
    double[] sums = Doubles.of(ofLogits.reshape('c', batch, (long) heads * steps * steps).sum(0));
    double[] byLag = new double[heads * lags];
    for (int head = 0; head < heads; head++) {
      for (int t = 0; t < steps; t++) {
        for (int s = 0; s < (both ? steps : t + 1); s++) {
          byLag[lag(head, t, s)] += sums[(head * steps + t) * steps + s];
        }
      }
    }
    Doubles.put(byLag, ofBias);
  }
}
