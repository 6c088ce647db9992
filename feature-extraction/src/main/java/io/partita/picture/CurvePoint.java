package io.partita.picture;

/**
 * What is known of a training at one moment.
 *
 * @param iteration updates so far
 * @param epoch passes over the training examples so far, with their fraction
 * @param loss of the training examples since the point before, nats an example; NaN if not known
 * @param validationLoss of the validation examples, nats an example; NaN if not known
 */
public record CurvePoint(long iteration, double epoch, double loss, double validationLoss) {}
