package io.partita.model.archive;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.lake.file.Json;
import io.partita.model.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How training stood at one moment: a line of {@code metrics.jsonl}. Losses are in the unit of the
 * model's kind, {@link io.partita.model.ModelKind#lossUnit}; versions that wrote format 1 or 2
 * called them {@code loss_nats} and {@code validation_loss_nats} whatever their unit.
 *
 * @param epoch passes over the examples so far, with its fraction
 * @param iteration updates that each worker has made so far
 * @param examples trained on so far, by all workers
 * @param loss for each prediction, with dropout, mean over the updates since the last metric
 * @param validationLoss for each prediction, without dropout; null where nothing was validated
 * @param learningRate of the last update
 * @param examplesPerS trained on a second, by all workers, since the last metric; pauses for
 *     validation and checkpoints are not counted
 * @param seconds of training so far, in all runs that were resumed
 * @param schedules values that change with the iteration, too, by name, at the last update
 * @param training figures of a sample of the examples, at most as large as validation's, without
 *     dropout; empty where nothing was validated
 * @param validation figures of what is held out; empty where nothing was validated
 * @param updates since the last metric: {@code gradient_norm}, before clipping, mean of those that
 *     are finite numbers, and missing if absent; how many were {@code skipped}, their gradient
 *     being no finite number, and {@code zeroed}, its norm being too large; {@code copied_bytes} of
 *     an update, to a GPU and from it, missing without one
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Metric(
    double epoch,
    long iteration,
    long examples,
    @JsonAlias("loss_nats") double loss,
    @JsonAlias("validation_loss_nats") Double validationLoss,
    double learningRate,
    double examplesPerS,
    double seconds,
    Map<String, Double> schedules,
    Map<String, Double> training,
    Map<String, Double> validation,
    Map<String, Double> updates) {

  /** Of a training that is over before the clock has moved. */
  private static final double LEAST_SECONDS = 1e-3;

  public Metric {
    schedules = schedules == null ? Map.of() : schedules;
    training = training == null ? Map.of() : training;
    validation = validation == null ? Map.of() : validation;
    updates = updates == null ? Map.of() : updates;
  }

  /**
   * A moment of a training: the rest is said by name, and is 0, empty or null where it is not.
   *
   * @param epoch passes over the examples so far, with its fraction
   * @param iteration updates that each worker has made so far
   * @param examples trained on so far, by all workers
   */
  public static Builder at(double epoch, long iteration, long examples) {
    Builder builder = new Builder();
    builder.epoch = epoch;
    builder.iteration = iteration;
    builder.examples = examples;
    return builder;
  }

  /** The same moment, of which more may be said. */
  public Builder and() {
    return at(epoch, iteration, examples)
        .loss(loss)
        .validationLoss(validationLoss)
        .learningRate(learningRate)
        .examplesPerS(examplesPerS)
        .seconds(seconds)
        .schedules(schedules)
        .training(training)
        .validation(validation)
        .updates(updates);
  }

  /** Says what a metric is, by the names of its components. */
  public static final class Builder {
    private double epoch;
    private long iteration;
    private long examples;
    private double loss;
    private Double validationLoss;
    private double learningRate;
    private double examplesPerS;
    private double seconds;
    private Map<String, Double> schedules = Map.of();
    private Map<String, Double> training = Map.of();
    private Map<String, Double> validation = Map.of();
    private Map<String, Double> updates = Map.of();

    private Builder() {}

    public Builder loss(double value) {
      loss = value;
      return this;
    }

    /**
     * @param value null where nothing was validated
     */
    public Builder validationLoss(Double value) {
      validationLoss = value;
      return this;
    }

    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    public Builder examplesPerS(double value) {
      examplesPerS = value;
      return this;
    }

    /** Those of training so far, of which the examples a second are the mean. */
    public Builder secondsAndTheirMean(double value) {
      return seconds(value).examplesPerS(examples / Math.max(LEAST_SECONDS, value));
    }

    public Builder seconds(double value) {
      seconds = value;
      return this;
    }

    public Builder schedules(Map<String, Double> values) {
      schedules = values;
      return this;
    }

    public Builder training(Map<String, Double> figures) {
      training = figures;
      return this;
    }

    public Builder validation(Map<String, Double> figures) {
      validation = figures;
      return this;
    }

    public Builder updates(Map<String, Double> figures) {
      updates = figures;
      return this;
    }

    public Metric build() {
      return new Metric(
          epoch,
          iteration,
          examples,
          loss,
          validationLoss,
          learningRate,
          examplesPerS,
          seconds,
          schedules,
          training,
          validation,
          updates);
    }
  }

  static byte[] lines(List<Metric> metrics) throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (Metric metric : metrics) {
      lines.append(Json.MAPPER.writeValueAsString(metric)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws DamagedArchiveException when they are not a metric a line
   */
  static List<Metric> ofLines(byte[] lines) throws DamagedArchiveException {
    List<Metric> metrics = new ArrayList<>();
    for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
      try {
        Metric metric =
            StrictJson.value(
                StrictJson.object(line.getBytes(StandardCharsets.UTF_8)), Metric.class);
        CardFile.check(metric);
        metrics.add(metric);
      } catch (JsonProcessingException | DamagedArchiveException e) {
        throw new DamagedArchiveException("metrics.jsonl is not a metric a line", e);
      }
    }
    return metrics;
  }
}
