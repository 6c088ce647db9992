package io.partita.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How training stood at one moment: a line of {@code metrics.jsonl}.
 *
 * @param epoch passes over the examples so far, with its fraction
 * @param iteration updates that each worker has made so far
 * @param examples trained on so far, by all workers
 * @param lossNats for each prediction, with dropout, mean over the updates since the last metric
 * @param validationLossNats for each prediction, without dropout; null but at the end of an epoch
 * @param learningRate of the last update
 * @param examplesPerS trained on a second, by all workers, since the last metric; pauses for
 *     validation and checkpoints are not counted
 * @param seconds of training so far, in all runs that were resumed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Metric(
    double epoch,
    long iteration,
    long examples,
    double lossNats,
    Double validationLossNats,
    double learningRate,
    double examplesPerS,
    double seconds) {}
