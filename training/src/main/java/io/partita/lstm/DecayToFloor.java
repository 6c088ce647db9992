package io.partita.lstm;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that decays to a floor: (first − least) · decay^iteration + least, iterations
 * counted from 0.
 */
public final class DecayToFloor implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final double first;
  private final double least;
  private final double decay;

  /**
   * @param first at iteration 0
   * @param least in the end
   * @param decay above 0, at most 1
   */
  @JsonCreator
  public DecayToFloor(
      @JsonProperty("first") double first,
      @JsonProperty("least") double least,
      @JsonProperty("decay") double decay) {
    this.first = first;
    this.least = least;
    this.decay = decay;
  }

  public double getFirst() {
    return first;
  }

  public double getLeast() {
    return least;
  }

  public double getDecay() {
    return decay;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return (first - least) * Math.pow(decay, iteration) + least;
  }

  @Override
  public ISchedule clone() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecayToFloor that
        && first == that.first
        && least == that.least
        && decay == that.decay;
  }

  @Override
  public int hashCode() {
    return Objects.hash(first, least, decay);
  }
}
