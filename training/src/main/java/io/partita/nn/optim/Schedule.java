package io.partita.nn.optim;

import java.util.Locale;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate over the iterations, which count from 0. What its shape does not name is not
 * looked at.
 *
 * @param shape of the curve
 * @param first rate of iteration 0, but for the warm-up; above 0
 * @param floor rate that it does not fall below, 0 … first
 * @param factor of {@link Shape#DECAY} and {@link Shape#STEP}, above 0, at most 1
 * @param iterations of {@link Shape#COSINE}, {@link Shape#LINEAR} and {@link Shape#STEP}, 1 or
 *     more; 0 where they are not known yet: a cosine or line is then at its first rate
 * @param warmUp iterations in which the rate grows to the curve's, by the same amount each: the
 *     curve's · (iteration + 1) / warmUp; 0 for none
 */
public record Schedule(
    @JsonProperty("shape") Shape shape,
    @JsonProperty("first") double first,
    @JsonProperty("floor") double floor,
    @JsonProperty("factor") double factor,
    @JsonProperty("iterations") int iterations,
    @JsonProperty("warmUp") int warmUp)
    implements ISchedule {
  /** What curve a rate follows. */
  public enum Shape {
    /** first. */
    CONSTANT,

    /** (first − floor) · factor^iteration + floor, as MusicVAE has it. */
    DECAY,

    /**
     * floor + (first − floor) · (1 + cos(π · iteration / iterations)) / 2, then floor: half a
     * cosine (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017,
     * equation 5, without restarts).
     */
    COSINE,

    /** floor + (first − floor) · (1 − iteration / iterations), then floor. */
    LINEAR,

    /** first · factor^⌊iteration / iterations⌋, but not below floor. */
    STEP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonCreator
  public Schedule {}

  /** The same rate for ever. */
  public static Schedule constant(double rate) {
    return new Schedule(Shape.CONSTANT, rate, 0, 1, 0, 0);
  }

  /** See {@link Shape#DECAY}. */
  public static Schedule decay(double first, double floor, double factor) {
    return new Schedule(Shape.DECAY, first, floor, factor, 0, 0);
  }

  /** Half a cosine from that rate to 0, of a length that is not known yet. */
  public static Schedule cosine(double first) {
    return new Schedule(Shape.COSINE, first, 0, 1, 0, 0);
  }

  /** A line from one rate to another, of a length that is not known yet. */
  public static Schedule linear(double first, double floor) {
    return new Schedule(Shape.LINEAR, first, floor, 1, 0, 0);
  }

  /** Whether its iterations are known, where it looks at them. */
  public boolean hasLength() {
    return iterations > 0 || shape == Shape.CONSTANT || shape == Shape.DECAY;
  }

  /** These iterations in place of its own. */
  public Schedule over(int all) {
    return new Schedule(shape, first, floor, factor, all, warmUp);
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    double rate =
        switch (shape) {
          case CONSTANT -> first;
          case DECAY -> (first - floor) * Math.pow(factor, iteration) + floor;
          case COSINE -> floor + (first - floor) * halfCosine(iteration);
          case LINEAR -> floor + (first - floor) * rest(iteration);
          case STEP ->
              Math.max(floor, first * Math.pow(factor, Math.floorDiv(iteration, iterations)));
        };
    return iteration < warmUp ? rate * (iteration + 1) / warmUp : rate;
  }

  private double halfCosine(int iteration) {
    if (iterations == 0) {
      return 1;
    }
    return (1 + Math.cos(Math.PI * Math.min(iteration, iterations) / iterations)) / 2;
  }

  /** What is left of a line, 1 … 0. */
  private double rest(int iteration) {
    return iterations == 0 ? 1 : 1 - (double) Math.min(iteration, iterations) / iterations;
  }

  @Override
  public Schedule clone() {
    return this;
  }
}
