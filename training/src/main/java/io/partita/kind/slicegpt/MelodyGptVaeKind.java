package io.partita.kind.slicegpt;

import io.partita.model.slices.vae.EvaluateSlices;

/** Melody GPTs with a latent vector. */
public record MelodyGptVaeKind() implements SliceGptVaeKind {
  public static final MelodyGptVaeKind KIND = new MelodyGptVaeKind();

  @Override
  public MelodyGptKind plain() {
    return MelodyGptKind.KIND;
  }

  @Override
  public EvaluateSlices.Bar bar() {
    return new EvaluateSlices.Bar(plain().form(), 48, 0.93, 5);
  }
}
