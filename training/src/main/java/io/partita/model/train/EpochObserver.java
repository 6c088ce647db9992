package io.partita.model.train;

import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Looks at a model before it is trained and after epochs, as to draw what it makes. It trains to
 * the same weights, looked at or not.
 */
public interface EpochObserver {
  /** One that never looks. */
  EpochObserver NONE = new EpochObserver() {};

  /**
   * So many examples it computes at each look. They count with those that a validation scores, as
   * {@link ValidationPlan} says, so that both together take a tenth of the time at most: with many
   * of them both are after some epochs only, and after the last one always. 0 for no look at all.
   */
  default long observed() {
    return 0;
  }

  /**
   * A training is about to begin, from its first update. Where it is interrupted before the first
   * checkpoint and goes on, this comes again.
   *
   * @param folder of the model, which takes what is made of it
   * @param network a copy of the network that is not trained yet, made when it is asked for
   */
  default void trainingBegins(ModelFolder folder, Supplier<ComputationGraph> network)
      throws IOException {}

  /**
   * An epoch is over, and its weights are about to be saved. Where a training is interrupted before
   * that and goes on, the epoch comes again, with the same weights.
   *
   * @param folder of the model, which takes what is made of it
   * @param metric whose epoch is the number of those that are over; with figures where the epoch
   *     was validated
   * @param network makes a copy of the network that is saved as the model, which may be used in any
   *     way
   */
  default void epochEnded(ModelFolder folder, Metric metric, Supplier<ComputationGraph> network)
      throws IOException {}

  /**
   * The training is over, whatever its outcome.
   *
   * @param folder of the model
   */
  default void trainingEnded(ModelFolder folder) throws IOException {}
}
