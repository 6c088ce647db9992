package io.partita.model.latent;

import io.partita.model.job.ModelJob;
import io.partita.model.train.TrainedModel;

/** What {@code encode} does with models of one sort. */
public interface Encodes extends ModelJob {
  @Override
  default String verb() {
    return "encode";
  }

  /**
   * Encodes a file or a data set, and prints the result.
   *
   * @param model null of a file
   * @return the exit code
   */
  int encode(EncodeOptions options, TrainedModel<?> model) throws Exception;
}
