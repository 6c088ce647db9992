package io.partita.model.evaluate;

import io.partita.UserException;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.run.FileChoice;
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
  EvaluationRun run();

  /** That is measured. */
  TrainedModel<M> model();

  /** What tells learnt files, one of {@link ModelCard.LearntFiles}. */
  default String hash() {
    return ModelCard.LearntFiles.MD5;
  }

  /** The examples to measure on: of the files that the measured model chooses. */
  default D held() throws Exception {
    return read(run().dataset(), model());
  }

  /** What the data set has of each split. */
  Map<String, Long> bySplit(D held);

  /** The contents of the split's files that give an example. */
  ContentHashes contents(D held);

  /**
   * The examples that a model takes of a data set.
   *
   * @throws UserException where the lake has none of them
   */
  D read(String dataset, TrainedModel<M> by) throws Exception;

  /** Whether a model takes the same files into the same splits as the measured one. */
  default boolean isReadAlike(TrainedModel<M> other) {
    return FileChoice.of(other).equals(FileChoice.of(model()));
  }

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
