package io.partita.nn.attention;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that is run a step at a time and remembers what it needs of the steps before. */
@FunctionalInterface
interface StepLayer {
  /**
   * Makes a step.
   *
   * @param x a row for each sequence, [sequences, 1, size], c order; not changed
   * @return a row for each sequence, of the same shape
   */
  INDArray step(INDArray x);
}
