package io.partita.model.latent;

import io.partita.Fault;

/** Why a file of latents is rejected; the detail of the exception tells the values. */
public enum LatentFault implements Fault {
  /** It lacks what says where its latents come from. */
  NO_ORIGIN,
  /** What it says of them does not fit together. */
  BAD_ORIGIN,
  /** Its latents are no array [dimensions, frames]. */
  BAD_SHAPE
}
