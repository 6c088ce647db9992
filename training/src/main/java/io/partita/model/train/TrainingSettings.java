package io.partita.model.train;

import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.nn.optim.Schedule.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to train, whatever the model.
 *
 * @param epochs passes over the examples
 * @param batch examples of one worker at a time
 * @param workers that train side by side and are averaged; 0 trains in the driver, without
 *     averaging
 * @param averagingFrequency updates of each worker between two averagings
 * @param averaged what of the workers is averaged
 * @param optimizer what an update is
 * @param seed of the weights, the order of examples and the noise
 * @param checkpointEvery iterations from one checkpoint to the next; every epoch ends with one too
 * @param maxMinutes stop after so long with a checkpoint; infinite by default
 * @param maxIterations the training is done after so many, also inside of a round
 */
public record TrainingSettings(
    int epochs,
    int batch,
    int workers,
    int averagingFrequency,
    Averaged averaged,
    Optimizer optimizer,
    long seed,
    int checkpointEvery,
    double maxMinutes,
    long maxIterations) {

  /** Without a limit of iterations. */
  public TrainingSettings(
      int epochs,
      int batch,
      int workers,
      int averagingFrequency,
      Averaged averaged,
      Optimizer optimizer,
      long seed,
      int checkpointEvery,
      double maxMinutes) {
    this(
        epochs,
        batch,
        workers,
        averagingFrequency,
        averaged,
        optimizer,
        seed,
        checkpointEvery,
        maxMinutes,
        Long.MAX_VALUE);
  }

  /** The same for a number of iterations, however many epochs of the examples that takes. */
  public TrainingSettings iterations(long iterations, long examples) {
    long updates = Math.max(1, layout(examples).updates());
    return new TrainingSettings(
        Math.toIntExact((iterations + updates - 1) / updates),
        batch,
        workers,
        averagingFrequency,
        averaged,
        optimizer,
        seed,
        checkpointEvery,
        maxMinutes,
        iterations);
  }

  EpochLayout layout(long examples) {
    return new EpochLayout(
        examples, batch, Math.max(1, workers), averagingFrequency, optimizer.accumulate());
  }

  /**
   * The same with a schedule over all iterations of the training, where every batch is one part.
   *
   * @param examples of an epoch
   */
  public TrainingSettings overAll(long examples) {
    long iterations = Math.max(1, Math.min(maxIterations, epochs * layout(examples).updates()));
    return new TrainingSettings(
        epochs,
        batch,
        workers,
        averagingFrequency,
        averaged,
        optimizer.with(optimizer.schedule().over(Math.toIntExact(iterations))),
        seed,
        checkpointEvery,
        maxMinutes,
        maxIterations);
  }

  /** Examples without which not even one update of every worker is possible. */
  public long leastExamples() {
    return (long) batch * Math.max(1, workers);
  }

  /** What decides which weights come out; more epochs of the same run are the same run. */
  public Map<String, Object> decisive() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--batch", batch);
    options.put("--workers", workers);
    options.put("--averaging-frequency", averagingFrequency);
    options.put("--average", averaged.toString());
    optimizer(options);
    options.put("--seed", seed);
    return options;
  }

  /** Numbers that its schedule does not look at are left out. */
  private void optimizer(Map<String, Object> options) {
    Schedule schedule = optimizer.schedule();
    options.put("--learning-rate", schedule.first());
    options.put("--schedule", schedule.shape().toString());
    if (schedule.shape() != Shape.CONSTANT && schedule.shape() != Shape.DECAY) {
      options.put("--schedule-iterations", schedule.iterations());
    }
    if (schedule.shape() == Shape.DECAY || schedule.shape() == Shape.STEP) {
      options.put("--schedule-factor", schedule.factor());
    }
    if (schedule.shape() != Shape.CONSTANT) {
      options.put("--schedule-floor", schedule.floor());
    }
    options.put("--warm-up", schedule.warmUp());
    options.put("--clip-norm", optimizer.clips() ? optimizer.maxGradientNorm() : "none");
    options.put("--weight-decay", optimizer.weightDecay());
    options.put("--accumulate", optimizer.accumulate());
  }
}
