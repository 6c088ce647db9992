package io.partita.model.evaluate;

import io.partita.UserException;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.train.TrainedModel;
import java.util.function.Function;

/**
 * What models were trained on, to be set beside what they are evaluated on.
 *
 * @param dataset that is evaluated on
 * @param split that is evaluated on
 */
public record TrainingData(String dataset, String split) {
  /**
   * Reads a data set as an evaluation reads it.
   *
   * @param <D> examples by split
   */
  @FunctionalInterface
  public interface Reading<D, E extends Exception> {
    /**
     * @throws UserException where the lake has no such data
     */
    D of(String dataset) throws E;
  }

  /**
   * The data that a model was trained on; null, with a word, where the lake has none of them.
   *
   * @param isReadAlike whether the model takes the same files into the same splits as what is
   *     measured
   * @param measured what is evaluated on, of all splits
   */
  public <D, E extends Exception> D of(
      TrainedModel<?> model, boolean isReadAlike, D measured, Reading<D, E> reading) throws E {
    String trained = model.card().provenance().dataset();
    if (trained.equals(dataset) && isReadAlike) {
      return measured;
    }
    try {
      return reading.of(trained);
    } catch (UserException e) {
      Evaluation.sayThatNothingIsCompared(model, e);
      return null;
    }
  }

  /**
   * As many examples of training, evenly spread; null where there are none, or where training is
   * what is measured.
   *
   * @param ofSplit the examples of a split of the training data
   */
  public <E> Examples<E> sample(
      TrainedModel<?> model, Function<String, Examples<E>> ofSplit, long count) {
    ModelCard.Provenance provenance = model.card().provenance();
    if (provenance.dataset().equals(dataset) && provenance.trainSplit().equals(split)) {
      return null;
    }
    Examples<E> sample = ofSplit.apply(provenance.trainSplit()).spread(count);
    return sample.count() == 0 ? null : sample;
  }
}
