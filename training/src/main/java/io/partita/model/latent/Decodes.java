package io.partita.model.latent;

import io.partita.model.job.ModelJob;
import io.partita.model.train.TrainedModel;

/** What {@code decode} does with models of one sort. */
public interface Decodes extends ModelJob {
  @Override
  default String verb() {
    return "decode";
  }

  /**
   * Decodes a file or rows of a lake, and prints the result.
   *
   * @param model null of a file
   * @return the exit code
   */
  int decode(DecodeInput options, TrainedModel<?> model) throws Exception;
}
