package io.partita.nn.loss;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.ClassTable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cross-entropy of a softmax, nats, with class numbers as labels: exact also for the least probable
 * classes, computed as {@link ClassTerms} says.
 *
 * <p>Labels are [rows, 2]: the class, and the weight of the row's loss. A row that is not there has
 * the weight 0; DL4J divides the sum, and in training the gradient, by all rows. (Its own masks
 * would scale what enters the softmax, so that they can say no more than there and not there.)
 *
 * <p>The layer's activation must be softmax: the loss takes what enters it, and looks no further.
 */
public final class ClassLoss extends OutputLoss {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask) {
    double[] losses = losses(labels, preOutput, mask);
    return Nd4j.create(losses, new long[] {losses.length, 1}, 'c').castTo(preOutput.dataType());
  }

  @Override
  double[] losses(INDArray labels, INDArray preOutput, INDArray mask) {
    refuse(mask);
    ClassTable onGpu = ClassTable.behind(preOutput);
    if (onGpu != null) {
      return onGpu.nats(labels);
    }
    Labels of = Labels.of(labels);
    return ClassTerms.nats(preOutput, of.classes, of.weights);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask) {
    refuse(mask);
    ClassTable onGpu = ClassTable.behind(preOutput);
    if (onGpu != null) {
      onGpu.nats(labels);
      return preOutput;
    }
    Labels of = Labels.of(labels);
    INDArray gradient = Nd4j.createUninitialized(preOutput.dataType(), preOutput.shape(), 'c');
    ClassTerms.gradient(preOutput, of.classes, of.weights, gradient);
    return gradient;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Labels(int[] classes, double[] weights) {
    static Labels of(INDArray labels) {
      double[] both = Doubles.of(labels);
      int[] classes = new int[both.length / 2];
      double[] weights = new double[classes.length];
      for (int k = 0; k < classes.length; k++) {
        classes[k] = (int) both[2 * k];
        weights[k] = both[2 * k + 1];
      }
      return new Labels(classes, weights);
    }
  }

  private static void refuse(INDArray mask) {
    if (mask != null) {
      throw new IllegalArgumentException("The labels include weights: a mask is not allowed.");
    }
  }
}
