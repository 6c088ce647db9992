package io.partita.kind.slicegpt;

import io.partita.model.slices.vae.EvaluateSlices;
import io.partita.model.slices.vae.EvaluateSlices.Bound;
import java.util.List;

/** Melody GPTs with a latent vector. */
public record MelodyGptVaeKind() implements SliceGptVaeKind {
  public static final MelodyGptVaeKind KIND = new MelodyGptVaeKind();

  @Override
  public MelodyGptKind plain() {
    return MelodyGptKind.KIND;
  }

  @Override
  public EvaluateSlices.Bar bar() {
    return new EvaluateSlices.Bar(
        plain().form(),
        48,
        0.93,
        5,
        List.of(
            Bound.atMost("kl_nats", 42),
            Bound.atLeast("melody/onset/f1", 0.83),
            Bound.atLeast("melody/pitch/f1", 0.83),
            Bound.atLeast("exact_free_running", 0.3),
            Bound.atLeast("interpolation/never_falls", 0.9),
            Bound.atLeast("interpolation/distinct", 7),
            Bound.atLeast("drawn/in_real_ranges", 0.9),
            Bound.atMost("drawn/copies_of_training", 0)));
  }
}
