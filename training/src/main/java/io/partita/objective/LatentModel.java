package io.partita.objective;

import io.partita.model.TrainableModel;

/** A network whose examples are made of latent vectors. */
public interface LatentModel<E> extends TrainableModel<E> {
  /** What its latents are listed with, as the name of its hyper-parameters. */
  String config();

  /** The size of z. */
  int latent();
}
