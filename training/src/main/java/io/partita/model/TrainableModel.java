package io.partita.model;

import io.partita.nn.optim.Optimizer;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A network's shape together with the way its examples become arrays. Implementations are
 * immutable, hold hyper-parameters and vocabulary but no weights, and travel to the workers.
 *
 * @param <E> an example, which travels to the workers as well: pitch classes of a window and the
 *     note after it, the nine-bit hits of a drum loop, a performance, samples
 */
public interface TrainableModel<E> extends Serializable {
  /** What a model archive calls this kind of model, as {@code note-lstm}. */
  String kind();

  /** How many trainable numbers its network has. */
  long parameters();

  /** How it is trained where nobody says otherwise. */
  Optimizer optimizer();

  /** Whether the kernels of {@code nn.device.cuda} compute most of its layers. */
  default boolean trainsOnCuda() {
    return true;
  }

  /** A network with weights drawn again; equal seeds give equal weights. */
  default ComputationGraph network(long seed, Optimizer optimizer) {
    return network(NetworkSeed.network(seed, optimizer));
  }

  /**
   * A network as a configuration says.
   *
   * @param configuration with the seed, the type of numbers and the updates
   */
  ComputationGraph network(NeuralNetConfiguration.Builder configuration);

  /**
   * Gives a network that was drawn the weights that are found from what it is trained on, before
   * the first update; none, unless the kind says otherwise. Not asked where training begins with
   * another model's weights.
   *
   * @param examples supplied, so that models are read by programs without Spark, too
   */
  default void begin(ComputationGraph network, Supplier<JavaRDD<E>> examples) {}

  /** How many examples {@link #settle} looks at; 0 where there is nothing to settle. */
  default int settledOn() {
    return 0;
  }

  /**
   * Before a validation: makes what a network knows of its own activations, which follows the last
   * few batches in training, that of many examples. Training goes on from there.
   *
   * @param examples of training, the same each time
   */
  default void settle(ComputationGraph network, List<E> examples) {}

  /**
   * The arrays of one batch. A list of more than one are parts to be trained on in this order, each
   * of them a batch of its own to the optimizer, by the same network object: it carries its state
   * from one to the next. The network's score on a part is the mean loss, in nats, of its {@link
   * #predictions}.
   *
   * @param examples at least one, of this model's own form
   * @param noiseSeed of the noise that the arrays bring with them, if any
   */
  List<MultiDataSet> arrays(List<E> examples, long noiseSeed);

  /** Whether every batch is one part, so that updates can be counted beforehand. */
  default boolean hasOnePart() {
    return true;
  }

  /**
   * How many predictions a part of a batch asks for.
   *
   * @param part of {@link #arrays}
   */
  long predictions(MultiDataSet part);

  /**
   * How well a network does on examples, without training on them and without dropout.
   *
   * @return at least the sum {@link PredictionSums#LOSS_NATS}
   */
  PredictionSums score(ComputationGraph network, List<E> examples);

  /**
   * What a score says, by the names that reports use, in the order in which they give them.
   *
   * @param score of at least one prediction
   */
  Map<String, Double> figures(PredictionSums score);

  /**
   * The mean loss of a score with the weights of its terms that training has at an iteration.
   *
   * @param score of at least one prediction
   * @param iteration from 0
   * @return nats
   */
  default double lossNats(PredictionSums score, long iteration) {
    return score.mean(PredictionSums.LOSS_NATS);
  }

  /** What else changes with the iteration, by name. */
  default Map<String, Double> schedules(long iteration) {
    return Map.of();
  }
}
