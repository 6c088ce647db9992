package io.partita.kind.slicegpt;

import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;

/** Language models of melodies. */
public record MelodyGptKind() implements SliceGptKind {
  public static final MelodyGptKind KIND = new MelodyGptKind();

  @Override
  public SliceForm form() {
    return Forms.MELODY;
  }

  @Override
  public Class<TrainMelodyGpt> trainer() {
    return TrainMelodyGpt.class;
  }

  @Override
  public HyperParameters<SliceGptShape> kept() {
    return TrainMelodyGpt.KEPT;
  }

  @Override
  public Bar bar() {
    return new Bar(48, 5);
  }
}
