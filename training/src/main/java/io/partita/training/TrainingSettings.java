package io.partita.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to train, whatever the model.
 *
 * @param epochs passes over the examples
 * @param batch examples in one update of one worker
 * @param workers that train side by side and are averaged; 0 trains in the driver, without
 *     averaging
 * @param averagingFrequency updates of each worker between two averagings
 * @param learningRate of the first iteration
 * @param seed of the weights, the order of examples and the noise
 * @param checkpointEvery iterations from one checkpoint to the next; every epoch ends with one too
 * @param maxMinutes stop after so long with a checkpoint; infinite by default
 */
public record TrainingSettings(
    int epochs,
    int batch,
    int workers,
    int averagingFrequency,
    double learningRate,
    long seed,
    int checkpointEvery,
    double maxMinutes) {

  EpochLayout layout(long examples) {
    return new EpochLayout(examples, batch, Math.max(1, workers), averagingFrequency);
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
    options.put("--learning-rate", learningRate);
    options.put("--seed", seed);
    return options;
  }
}
