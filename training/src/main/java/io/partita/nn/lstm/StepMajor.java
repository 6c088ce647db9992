package io.partita.nn.lstm;

import io.partita.nn.blas.Dense;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Between DL4J's sequences [batch, size, steps] and rows [steps·batch, size] that lie step after
 * step, as the arithmetic wants them; without a copy where the memory lies so already.
 */
final class StepMajor {
  private StepMajor() {}

  /** The rows of a sequence, c order; a copy, if need be, lives in the workspace of its type. */
  static INDArray rows(INDArray sequence, ArrayType type, LayerWorkspaceMgr workspaces) {
    INDArray steps = sequence.permute(2, 0, 1);
    return Dense.of(steps, type, workspaces)
        .reshape('c', steps.size(0) * steps.size(1), steps.size(2));
  }

  /** The sequence over the same memory as these rows. */
  static INDArray sequence(INDArray rows, long batch) {
    long steps = rows.size(0) / batch;
    return rows.reshape('c', steps, batch, rows.size(1)).permute(1, 2, 0);
  }
}
