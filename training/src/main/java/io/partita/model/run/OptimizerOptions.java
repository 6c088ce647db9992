package io.partita.model.run;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.TrainableModel;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.optim.Schedule.Shape;
import io.partita.option.OptionRange;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what an update of a training is. */
public final class OptimizerOptions {
  private static final String RATE = "--learning-rate";
  private static final String ITERATIONS = "--schedule-iterations";
  private static final String FACTOR = "--schedule-factor";
  private static final String FLOOR = "--schedule-floor";

  private static final double USUAL_DECAY = 0.9999;
  private static final double USUAL_STEP = 0.1;

  @Option(
      names = RATE,
      paramLabel = "RATE",
      description = "Learning rate of Adam, initial if there is a schedule (default: the model's).")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "SHAPE",
      description =
          "Schedule of the learning rate: ${COMPLETION-CANDIDATES} (default: the model's).")
  private Shape schedule;

  @Option(
      names = ITERATIONS,
      paramLabel = "N",
      description = "Iterations of a cosine or line (default: all epochs) or between two steps.")
  private Integer iterations;

  @Option(
      names = FACTOR,
      paramLabel = "FACTOR",
      description =
          "Factor per iteration of a decay (default: the model's, else 0.9999) or per step (0.1).")
  private Double factor;

  @Option(
      names = FLOOR,
      paramLabel = "RATE",
      description = "Lowest learning rate of a schedule (default: the model's, else 0).")
  private Double floor;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Iterations in which the learning rate rises linearly to the schedule's (default: 0).")
  private Integer warmUp;

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      converter = Norm.class,
      description =
          "Norm to clip longer gradients to, over all parameters, or none (default: the model's).")
  private Double clipNorm;

  @Option(
      names = "--weight-decay",
      paramLabel = "SHARE",
      description = "Decoupled weight decay of AdamW, times the learning rate (default: 0).")
  private Double weightDecay;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description =
          "Batches, or segments in mode sequence, whose gradients make one update (default: 1).")
  private Integer accumulate;

  /** A number, or none. */
  static final class Norm implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      if (value.equals("none")) {
        return Double.POSITIVE_INFINITY;
      }
      try {
        return Double.valueOf(value);
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("'" + value + "' is no number and not none");
    }
  }

  /** Fails on what can be told from the options alone. */
  void check() {
    above0(RATE, learningRate);
    OptionRange.atLeast(ITERATIONS, 1, iterations);
    require(factor == null || (factor > 0 && factor <= 1), FACTOR, factor, "above 0 and at most 1");
    require(floor == null || floor >= 0, FLOOR, floor, "at least 0");
    OptionRange.atLeast("--warm-up", 0, warmUp);
    require(clipNorm == null || clipNorm > 0, "--clip-norm", clipNorm, "above 0, or none");
    require(
        weightDecay == null || (weightDecay >= 0 && weightDecay <= 1),
        "--weight-decay",
        weightDecay,
        "0 … 1");
    OptionRange.atLeast("--accumulate", 1, accumulate);
  }

  private static void above0(String option, Double value) {
    require(
        value == null || (value > 0 && value < Double.POSITIVE_INFINITY), option, value, "above 0");
  }

  private static void require(boolean isGood, String option, Object value, String range) {
    OptionRange.require(isGood, option + " must be " + range, value);
  }

  /**
   * Fails on what can be told once the model is known, but for its data.
   *
   * @throws UserException where options do not fit each other or the model
   */
  public void check(TrainableModel<?> model) {
    Schedule wanted = of(model).schedule();
    fits(ITERATIONS, iterations, wanted, List.of(Shape.COSINE, Shape.LINEAR, Shape.STEP));
    fits(FACTOR, factor, wanted, List.of(Shape.DECAY, Shape.STEP));
    fits(FLOOR, floor, wanted, List.of(Shape.DECAY, Shape.COSINE, Shape.LINEAR, Shape.STEP));
    if (wanted.floor() > wanted.first()) {
      throw new UserException(
          Mistake.BAD_OPTION,
          FLOOR + " " + wanted.floor() + " is above the learning rate, " + wanted.first() + ".");
    }
    if (wanted.shape() == Shape.STEP && iterations == null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--schedule step needs " + ITERATIONS + ", from step to step.");
    }
    boolean isOfAllEpochs = wanted.shape() == Shape.COSINE || wanted.shape() == Shape.LINEAR;
    if (isOfAllEpochs && iterations == null && !model.hasOnePart()) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "--schedule "
              + wanted.shape()
              + " needs "
              + ITERATIONS
              + " here: a batch makes as many updates as its longest piece has segments, which"
              + " is not known beforehand.");
    }
  }

  private static void fits(String option, Number value, Schedule wanted, List<Shape> shapes) {
    if (value != null && !shapes.contains(wanted.shape())) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          option + " says nothing of a learning rate whose --schedule is " + wanted.shape() + ".");
    }
  }

  /** What was asked for, else the model's own; a cosine may have no length yet. */
  Optimizer of(TrainableModel<?> model) {
    Optimizer usual = model.optimizer();
    return new Optimizer(
        schedule(usual.schedule()),
        clipNorm == null ? usual.maxGradientNorm() : clipNorm,
        weightDecay == null ? usual.weightDecay() : weightDecay,
        accumulate == null ? usual.accumulate() : accumulate,
        usual.beta1(),
        usual.beta2());
  }

  private Schedule schedule(Schedule usual) {
    double first = learningRate == null ? usual.first() : learningRate;
    Shape shape = schedule == null ? usual.shape() : schedule;
    boolean isUsual = shape == usual.shape();
    double usualFactor = shape == Shape.STEP ? USUAL_STEP : USUAL_DECAY;
    double usualFloor = isUsual ? Math.min(first, usual.floor()) : 0;
    int usualIterations = isUsual ? usual.iterations() : 0;
    return new Schedule(
        shape,
        first,
        floor == null ? usualFloor : floor,
        factor != null ? factor : isUsual ? usual.factor() : usualFactor,
        iterations == null ? usualIterations : iterations,
        warmUp == null ? usual.warmUp() : warmUp);
  }
}
