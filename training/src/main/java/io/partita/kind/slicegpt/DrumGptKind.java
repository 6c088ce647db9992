package io.partita.kind.slicegpt;

import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;

/** Language models of drum loops. */
public record DrumGptKind() implements SliceGptKind {
  public static final DrumGptKind KIND = new DrumGptKind();

  @Override
  public SliceForm form() {
    return Forms.DRUMS;
  }

  @Override
  public Class<TrainDrumGpt> trainer() {
    return TrainDrumGpt.class;
  }

  @Override
  public HyperParameters<SliceGptShape> kept() {
    return TrainDrumGpt.KEPT;
  }

  @Override
  public Bar bar() {
    return new Bar(50, 10);
  }
}
