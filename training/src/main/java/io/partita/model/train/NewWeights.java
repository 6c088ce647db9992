package io.partita.model.train;

import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.examples.Examples;
import io.partita.model.examples.Scoring;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Weights are looked at before they take the place of those in the archive: the losses of a round
 * are of the weights before each update, and say nothing of the last ones.
 *
 * @param model whose weights they are
 * @param training examples trained on
 * @param validation examples held out, or none
 */
record NewWeights<E>(
    JavaSparkContext spark,
    TrainableModel<E> model,
    Examples<E> training,
    Examples<E> validation,
    ValidationPlan plan) {
  /**
   * A metric with the figures of a network on what is held out and on a sample of training. The
   * loss has the weights that training's has in this metric, so that both can be compared.
   */
  Metric validated(Metric metric, ComputationGraph network) {
    PredictionSums score = score(network, validation);
    return metric
        .and()
        .validationLoss(model.lossNats(score, metric.iteration() - 1))
        .training(model.figures(score(network, training.spread(plan.sample()))))
        .validation(model.figures(score))
        .build();
  }

  /**
   * The loss of a network on some examples of training, nats.
   *
   * @param asAtFirst with the regulariser's weight of the first update: an annealed one makes the
   *     loss grow without fault
   * @param asNow with that of the last update
   */
  record Losses(double asAtFirst, double asNow) {}

  /**
   * @param iteration of the last update, from 0
   */
  Losses losses(ComputationGraph network, long iteration) {
    PredictionSums few = score(network, training.spread(ValidationPlan.FEW));
    return new Losses(model.lossNats(few, 0), model.lossNats(few, iteration));
  }

  private PredictionSums score(ComputationGraph network, Examples<E> of) {
    return Scoring.of(spark, model, network, of);
  }
}
