package io.partita.models.latent;

import io.partita.models.ModelJob;
import io.partita.training.TrainedModel;

/** What {@code encode} does with models of one sort. */
public interface Encodes extends ModelJob {
  /**
   * Encodes a file or a data set, and prints the result.
   *
   * @param model null of a file
   * @return the exit code
   */
  int encode(EncodeOptions options, TrainedModel<?> model) throws Exception;
}
