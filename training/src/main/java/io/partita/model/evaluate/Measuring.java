package io.partita.model.evaluate;

import io.partita.UserException;
import io.partita.model.archive.ContentHashes;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.Map;

/**
 * What one evaluation measures a model on, and how: what differs from kind to kind. {@link
 * EvaluationRun} has the steps.
 *
 * @param <M> models
 * @param <D> examples of a data set, of all splits
 */
public interface Measuring<M, D> {
  /** What tells learnt files, one of {@link io.partita.model.archive.ModelCard.LearntFiles}. */
  String hash();

  /** The examples to measure on: of the files that the measured model chooses. */
  D held() throws Exception;

  /** What the data set has of each split. */
  Map<String, Long> bySplit(D held);

  /** The contents of the split's files that give an example. */
  ContentHashes contents(D held);

  /**
   * The examples of a model's training, of another data set or chosen otherwise.
   *
   * @throws UserException where the lake has none of them
   */
  D learnt(String dataset, TrainedModel<M> by) throws Exception;

  /** Whether a model takes the same files into the same splits as the measured one. */
  boolean isReadAlike(TrainedModel<M> model);

  /** Whether models are measured on their training, too. */
  default boolean isBesideTraining() {
    return true;
  }

  /**
   * @param learnt the examples that the model was trained on; null where they are not known
   */
  Measured measured(TrainedModel<M> of, D held, D learnt) throws Exception;

  /**
   * What simple models make of the same.
   *
   * @param learnt by the measured model; null where that is not known
   */
  BaselineScores baselines(D held, D learnt, Measured ours) throws Exception;

  /** What is said of the split. */
  EvaluatedSplit split(D held, D learnt, Measured ours, Leaks leaks) throws IOException;

  /** What else the object for programs says of how models were measured. */
  default Map<String, Object> choices(D held) {
    return Map.of();
  }
}
