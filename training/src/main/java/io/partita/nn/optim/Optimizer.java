package io.partita.nn.optim;

import java.io.Serializable;

/**
 * What one update of a network is.
 *
 * @param schedule of the learning rate
 * @param maxGradientNorm a gradient whose Euclidean norm, over all parameters, is above it is
 *     scaled down to it; infinite for none
 * @param weightDecay what each update takes of every parameter beside Adam's step: rate ·
 *     weightDecay · parameter as it was before the step (Loshchilov and Hutter, "Decoupled Weight
 *     Decay Regularization", 2019, the rule of PyTorch's AdamW); 0 for none
 * @param accumulate batches, each weighed by its predictions, whose mean gradient makes one update;
 *     1 or more
 * @param beta1 Adam's decay of the mean, 0 until 1
 * @param beta2 Adam's decay of the mean of squares, 0 until 1
 */
public record Optimizer(
    Schedule schedule,
    double maxGradientNorm,
    double weightDecay,
    int accumulate,
    double beta1,
    double beta2)
    implements Serializable {
  /** Adam's defaults. */
  private static final double BETA1 = 0.9;

  private static final double BETA2 = 0.999;

  public Optimizer(Schedule schedule, double maxGradientNorm, double weightDecay, int accumulate) {
    this(schedule, maxGradientNorm, weightDecay, accumulate, BETA1, BETA2);
  }

  /** Plain Adam. */
  public static Optimizer constant(double learningRate) {
    return new Optimizer(Schedule.constant(learningRate), Double.POSITIVE_INFINITY, 0, 1);
  }

  /** Whether gradients are clipped. */
  public boolean clips() {
    return maxGradientNorm < Double.POSITIVE_INFINITY;
  }

  /**
   * The learning rate of an iteration.
   *
   * @param iteration from 0
   */
  public double rate(long iteration) {
    return schedule.valueAt(Math.toIntExact(iteration), 0);
  }

  /** The same with another schedule. */
  public Optimizer with(Schedule other) {
    return new Optimizer(other, maxGradientNorm, weightDecay, accumulate, beta1, beta2);
  }

  /** The same with other decays of Adam's means. */
  public Optimizer withBetas(double first, double second) {
    return new Optimizer(schedule, maxGradientNorm, weightDecay, accumulate, first, second);
  }
}
