package io.partita.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Cross-entropy in ND4J's operations: any floating type, any device. */
final class ArrayClasses implements ClassArithmetic {
  @Override
  public double[] nats(INDArray logits, int[] classes, double[] weights) {
    INDArray apart = apart(logits);
    INDArray ofClass = oneHot(logits, classes).muli(apart).sum(1);
    INDArray logSums = Transforms.log(Transforms.exp(apart, false).sum(1), false);
    double[] nats = Doubles.of(logSums.subi(ofClass));
    for (int k = 0; k < nats.length; k++) {
      nats[k] = weights[k] == 0 ? 0 : weights[k] * nats[k];
    }
    return nats;
  }

  @Override
  public void gradient(INDArray logits, int[] classes, double[] weights, INDArray gradient) {
    INDArray powers = Transforms.exp(apart(logits), false);
    INDArray softmax = powers.diviColumnVector(powers.sum(true, 1));
    INDArray ofRows =
        Nd4j.createFromArray(weights).castTo(logits.dataType()).reshape(weights.length, 1);
    softmax.muliColumnVector(ofRows);
    gradient.assign(softmax.subi(oneHot(logits, classes).muliColumnVector(ofRows)));
  }

  /** From each row's largest, so that no exponential is too large. */
  private static INDArray apart(INDArray logits) {
    return logits.subColumnVector(logits.max(true, 1));
  }

  private static INDArray oneHot(INDArray logits, int[] classes) {
    return ClassRows.oneHot(classes, (int) logits.size(1), logits.dataType());
  }
}
