package io.partita.kind.musicvae;

import io.partita.form.Forms;
import io.partita.model.ModelDescription;
import io.partita.model.slices.vae.EvaluateSlices;
import io.partita.model.slices.vae.SliceVaeKind;
import java.util.List;

/** Variational autoencoders of slices, as {@link Forms} lists them. */
public record MusicVaeKind() implements SliceVaeKind<MusicVae> {
  public static final MusicVaeKind KIND = new MusicVaeKind();

  /** What a release must reach. */
  private static final double MOST_NATS = 56;

  private static final double LEAST_FREE_RUNNING = 0.75;
  private static final double LEAST_HISTORY_NATS = 3;

  @Override
  public Names names() {
    return new Names(
        MusicVae.KIND,
        "MusicVAE",
        "nats per slice",
        "train-musicvae",
        List.of("drum_slices", "melody_slices", "trio_slices"));
  }

  @Override
  public Class<TrainMusicVae> trainer() {
    return TrainMusicVae.class;
  }

  @Override
  public EvaluateSlices.Bar bar() {
    return new EvaluateSlices.Bar(
        Forms.DRUMS, MOST_NATS, LEAST_FREE_RUNNING, LEAST_HISTORY_NATS, List.of());
  }

  @Override
  public MusicVae model(ModelDescription card) {
    MusicVae model = config(card, MusicVae.class);
    if (!model.hasLengthOfSlices()) {
      throw new IllegalArgumentException("its config is not of slices of " + model.form().length());
    }
    return model;
  }
}
