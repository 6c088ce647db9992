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
 *     being no finite number, and {@code zeroed}, its norm being too large
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
   * A moment of a training without gradients, which has no learning rate.
   *
   * @param validationLoss null where nothing was validated
   * @param seconds since the training began, of which the examples a second are the mean
   * @param schedules values that change with the iteration, by name
   */
  public static Metric withoutGradients(
      double epoch,
      long iteration,
      long examples,
      double loss,
      Double validationLoss,
      double seconds,
      Map<String, Double> schedules) {
    return new Metric(
        epoch,
        iteration,
        examples,
        loss,
        validationLoss,
        0,
        examples / Math.max(LEAST_SECONDS, seconds),
        seconds,
        schedules,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /**
   * The same moment with figures of validation.
   *
   * @param heldOut loss for each prediction of what is held out
   */
  public Metric validated(
      double heldOut, Map<String, Double> ofTraining, Map<String, Double> ofValidation) {
    return new Metric(
        epoch,
        iteration,
        examples,
        loss,
        heldOut,
        learningRate,
        examplesPerS,
        seconds,
        schedules,
        ofTraining,
        ofValidation,
        updates);
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
