package io.partita.kind.token;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link TokenNetwork} as arrays. */
final class TokenArrays {
  private TokenArrays() {}

  /** Windows beside each other: the features of [batch, T] ids, labels [T · batch, 2]. */
  static MultiDataSet windows(TokenNetwork model, List<int[]> windows) {
    int batch = windows.size();
    int length = windows.get(0).length;
    int steps = length - 2;
    int lead = steps - model.steps();
    if (lead < 0) {
      throw new IllegalArgumentException(
          "A window of %d ids has fewer than %d predictions.".formatted(length - 1, model.steps()));
    }
    int[][] read = new int[batch][steps];
    boolean[] goesOn = new boolean[batch];
    float[] labels = new float[2 * batch * steps];
    int count = 0;
    for (int lane = 0; lane < batch; lane++) {
      int[] window = windows.get(lane);
      if (window.length != length) {
        throw new IllegalArgumentException(
            "Windows of %d and of %d ids beside each other.".formatted(length, window.length));
      }
      goesOn[lane] = window[0] == 0;
      for (int step = 0; step < steps; step++) {
        int next = window[step + 2];
        int row = 2 * model.row(lane, step, batch, steps);
        read[lane][step] = window[step + 1];
        labels[row] = checked(model, next);
        if (step >= lead && next != model.begin()) {
          labels[row + 1] = 1;
          count++;
        }
      }
    }
    // Means over the predictions: DL4J divides by all rows.
    for (int row = 1; row < labels.length; row += 2) {
      labels[row] *= (float) batch * steps / Math.max(1, count);
    }
    return new MultiDataSet(
        model.features(read, goesOn),
        new INDArray[] {Nd4j.create(labels, new long[] {(long) steps * batch, 2}, 'c')});
  }

  private static int checked(TokenNetwork model, int id) {
    if (id < 0 || id >= model.vocabulary()) {
      throw new IllegalArgumentException(
          "Id %d is not in the vocabulary of %d.".formatted(id, model.vocabulary()));
    }
    return id;
  }

  /**
   * @param read ids of each lane, as many of each
   */
  static INDArray ids(TokenNetwork model, int[][] read) {
    int steps = read[0].length;
    float[] values = new float[read.length * steps];
    for (int lane = 0; lane < read.length; lane++) {
      for (int step = 0; step < steps; step++) {
        values[lane * steps + step] = checked(model, read[lane][step]);
      }
    }
    return Nd4j.create(values, new long[] {read.length, steps}, 'c');
  }

  /**
   * 0 before each step that begins a document, 1 elsewhere.
   *
   * @param goesOn whether a lane's first step goes on from where it was left
   */
  static INDArray carry(TokenNetwork model, int[][] read, boolean[] goesOn) {
    int steps = read[0].length;
    float[] values = new float[read.length * steps];
    for (int lane = 0; lane < read.length; lane++) {
      for (int step = 0; step < steps; step++) {
        boolean isCarried = step > 0 || goesOn[lane];
        boolean begins = read[lane][step] == model.begin();
        values[lane * steps + step] = isCarried && !begins ? 1 : 0;
      }
    }
    return Nd4j.create(values, new long[] {read.length, steps}, 'c');
  }

  /** Rows whose weight is not 0. */
  static long predictions(INDArray labels) {
    long predictions = 0;
    for (float weight : labels.getColumn(1).toFloatVector()) {
      predictions += weight == 0 ? 0 : 1;
    }
    return predictions;
  }
}
