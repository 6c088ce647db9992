package io.partita.model.train;

import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
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
record NewWeights(
    JavaSparkContext spark,
    TrainableModel model,
    Examples training,
    Examples validation,
    ValidationPlan plan) {
  /**
   * A metric with the figures of a network on what is held out and on a sample of training. The
   * loss has the weights that training's has in this metric, so that both can be compared.
   */
  Metric validated(Metric metric, ComputationGraph network) {
    PredictionSums score = score(network, validation);
    return metric.validated(
        model.lossNats(score, metric.iteration() - 1),
        model.figures(score(network, training.spread(plan.sample()))),
        model.figures(score));
  }

  /**
   * How training has diverged with a network, by its loss on some examples of training, or null.
   * The loss is weighted as in the first update: an annealed weight makes it grow without fault.
   *
   * @param at the last place that was good
   * @param iteration of the last update, from 0
   * @param first loss of the first update, nats
   */
  String lost(ModelCard.State at, ComputationGraph network, long iteration, double first) {
    PredictionSums few = score(network, training.spread(ValidationPlan.FEW));
    return DivergenceCheck.byLosses(
        at, model.lossNats(few, 0), model.lossNats(few, iteration), first);
  }

  private PredictionSums score(ComputationGraph network, Examples of) {
    return Scoring.of(spark, model, network, of);
  }
}
