package io.partita.kind.slicegpt;

import io.partita.model.slices.vae.EvaluateSlices;
import java.util.List;

/** Drum GPTs with a latent vector. */
public record DrumGptVaeKind() implements SliceGptVaeKind {
  public static final DrumGptVaeKind KIND = new DrumGptVaeKind();

  @Override
  public DrumGptKind plain() {
    return DrumGptKind.KIND;
  }

  @Override
  public EvaluateSlices.Bar bar() {
    return new EvaluateSlices.Bar(plain().form(), 50, 0.75, 10, List.of());
  }
}
