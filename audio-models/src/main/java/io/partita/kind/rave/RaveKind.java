package io.partita.kind.rave;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.kind.cvae.EvaluateAudio;
import io.partita.kind.cvae.GenerateAudio;
import io.partita.kind.cvae.WindowLatents;
import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.NetworkKind;
import io.partita.model.StrictJson;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.objective.Decoder;
import io.partita.objective.Encoder;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;

/** Autoencoders of a filter bank's bands, as the first stage of RAVE. */
public record RaveKind() implements NetworkKind<Rave>, KindJobs {
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
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateAudio<>(this, new RaveJudge()),
        new GenerateAudio<>(this),
        new Reconstructor<>(this, new WindowLatents<>()),
        new Interpolator<>(this, new WindowLatents<>()),
        new Encoder<>(this, new WindowLatents<>()),
        new Decoder<>(this, new WindowLatents<>()),
        new Finder<>(this, new WindowLatents<>()));
  }

  @Override
  public String titles() {
    return "RAVEs of audio";
  }

  @Override
  public Rave model(ModelDescription card) {
    try {
      return StrictJson.value(card.config(), Rave.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its config fits no RAVE of audio", e);
    }
  }

  @Override
  public TrainableModel<?> network(Rave model) {
    return model;
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(
        ModelFigure.error(RaveScore.DISTANCE), ModelFigure.error(RaveScore.LOG_MEL_MAE_DB));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(RaveScore.DISTANCE, List.of(RaveJudge.SILENCE, RaveJudge.GRIFFIN_LIM));
  }
}
