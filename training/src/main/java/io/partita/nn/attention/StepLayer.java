package io.partita.nn.attention;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that is run some steps at a time and remembers what it needs of the steps before. */
@FunctionalInterface
interface StepLayer {
  /**
   * Makes steps.
   *
   * @param x rows of each sequence, [sequences, steps, size], c order; not changed
   * @return rows of the same shape, overwritten by the next steps
   */
  INDArray step(INDArray x);
}
