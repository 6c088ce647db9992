package io.partita.models.latent;

import io.partita.models.KindJob;
import io.partita.run.WrittenFiles;
import io.partita.training.TrainedModel;
import java.io.IOException;

/** What {@code reconstruct} does with models of one kind. */
public interface Reconstructor<M> extends KindJob<M> {
  /**
   * Encodes a file, decodes it, and writes both, with the figures that say how far they are apart.
   *
   * @param written is told of each file, and of a line for people
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  void run(ReconstructOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException;
}
