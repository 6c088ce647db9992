package io.partita.nn.optim;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam with what an {@link Optimizer} says beside it, as a network's configuration holds it; {@link
 * FloatAdamUpdater} is what it does.
 */
public final class FloatAdam extends Adam {
  private static final long serialVersionUID = 2L;

  private final double maxGradientNorm;
  private final double weightDecay;

  public FloatAdam(Optimizer optimizer) {
    super(optimizer.schedule());
    setBeta1(optimizer.beta1());
    setBeta2(optimizer.beta2());
    this.maxGradientNorm = optimizer.maxGradientNorm();
    this.weightDecay = optimizer.weightDecay();
  }

  @JsonCreator
  private FloatAdam(
      @JsonProperty("learningRate") double learningRate,
      @JsonProperty("learningRateSchedule") ISchedule schedule,
      @JsonProperty("beta1") double beta1,
      @JsonProperty("beta2") double beta2,
      @JsonProperty("epsilon") double epsilon,
      @JsonProperty("maxGradientNorm") Double maxGradientNorm,
      @JsonProperty("weightDecay") double weightDecay) {
    super(learningRate, beta1, beta2, epsilon);
    setLrAndSchedule(learningRate, schedule);
    this.maxGradientNorm = maxGradientNorm == null ? Double.POSITIVE_INFINITY : maxGradientNorm;
    this.weightDecay = weightDecay;
  }

  public double getMaxGradientNorm() {
    return maxGradientNorm;
  }

  public double getWeightDecay() {
    return weightDecay;
  }

  @Override
  public FloatAdam clone() {
    return new FloatAdam(
        getLearningRate(),
        getLearningRateSchedule(),
        getBeta1(),
        getBeta2(),
        getEpsilon(),
        maxGradientNorm,
        weightDecay);
  }

  @Override
  public FloatAdamUpdater instantiate(INDArray state, boolean initialize) {
    INDArray row = state.reshape(state.length());
    FloatAdamUpdater updater = new FloatAdamUpdater(this);
    updater.setStateViewArray(row, new long[] {row.length() / 2}, row.ordering(), initialize);
    return updater;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof FloatAdam;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FloatAdam that
        && super.equals(that)
        && maxGradientNorm == that.maxGradientNorm
        && weightDecay == that.weightDecay;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
