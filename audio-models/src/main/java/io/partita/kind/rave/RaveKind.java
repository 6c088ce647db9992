package io.partita.kind.rave;

import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.audio.vae.AudioJudge;
import io.partita.model.audio.vae.AudioVaeKind;
import java.util.List;

/** Autoencoders of a filter bank's bands, as the first stage of RAVE. */
public record RaveKind() implements AudioVaeKind<Rave> {
  public static final RaveKind KIND = new RaveKind();

  @Override
  public Names names() {
    return new Names(
        Rave.KIND, "RAVE of audio", "loss per window", "train-rave", List.of("audio_tracks"));
  }

  @Override
  public Class<TrainRave> trainer() {
    return TrainRave.class;
  }

  @Override
  public RaveLatents latents() {
    return new RaveLatents();
  }

  @Override
  public AudioJudge<Rave> judge() {
    return new RaveJudge();
  }

  @Override
  public String titles() {
    return "RAVEs of audio";
  }

  @Override
  public Rave model(ModelDescription card) {
    return config(card, Rave.class);
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(
        ModelFigure.error(RaveScore.DISTANCE), ModelFigure.error(RaveScore.LOG_MEL_MAE_DB));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(RaveScore.DISTANCE, RaveBaselines.NAMES);
  }
}
