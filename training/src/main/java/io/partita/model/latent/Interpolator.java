package io.partita.model.latent;

import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;

/** What {@code interpolate} does with models of one kind. */
public interface Interpolator<M> extends KindJob<M> {
  /**
   * Goes from the latent vector of one file to that of another, and writes what is on the way.
   *
   * @param written is told of each file
   * @throws io.partita.UserException where a file is none of what the model has learnt
   */
  void run(InterpolateOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException;
}
