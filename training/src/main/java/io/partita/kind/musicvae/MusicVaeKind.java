package io.partita.kind.musicvae;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.model.Measure;
import io.partita.model.ModelDescription;
import io.partita.model.StrictJson;
import io.partita.model.job.KindJob;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import io.partita.model.slices.SliceKind;
import java.util.List;

/** Variational autoencoders of slices, as {@link SliceForms} lists them. */
public record MusicVaeKind() implements SliceKind<MusicVae> {
  public static final MusicVaeKind KIND = new MusicVaeKind();

  @Override
  public Names names() {
    return new Names(
        MusicVae.KIND,
        "MusicVAE",
        "nats per slice",
        "train-musicvae",
        SliceForms.ALL.stream().map(SliceForm::table).toList());
  }

  @Override
  public Class<TrainMusicVae> trainer() {
    return TrainMusicVae.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateSlices(),
        new GenerateSlices(),
        new ReconstructSlices(),
        new InterpolateSlices(),
        new EncodeSlices(),
        new DecodeSlices(),
        new FindSlices());
  }

  @Override
  public MusicVae model(ModelDescription card) {
    MusicVae model;
    try {
      model = StrictJson.value(card.config(), MusicVae.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its config fits no MusicVAE", e);
    }
    if (!model.hasLengthOfSlices()) {
      throw new IllegalArgumentException("its config is not of slices of " + model.form().length());
    }
    return model;
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.nats(MusicVaeScore.ELBO),
        Measure.share(MusicVaeScore.FREE_RUNNING),
        Measure.share(MusicVaeScore.TEACHER_FORCED));
  }
}
