package io.partita.kind.hosted.latent;

import io.partita.kind.hosted.FileJob;
import io.partita.kind.hosted.file.HostedDescription;

/** What one command does with latent models: files as RAVE's exports, sound to latents and back. */
interface LatentJob extends FileJob {
  @Override
  default String name() {
    return "latents";
  }

  @Override
  default String title() {
    return "latent model";
  }

  @Override
  default boolean takes(HostedDescription model) {
    return model.ratio("encode").isPresent() && model.ratio("decode").isPresent();
  }

  @Override
  default String whatOthersLack() {
    return "has no latents of sound";
  }
}
