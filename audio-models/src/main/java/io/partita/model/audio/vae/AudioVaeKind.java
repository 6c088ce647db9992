package io.partita.model.audio.vae;

import io.partita.model.NetworkKind;
import io.partita.model.TrainableModel;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.objective.Decoder;
import io.partita.objective.Encoder;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;

/** A kind of VAEs of windows of audio. */
public interface AudioVaeKind<M extends AudioVae> extends NetworkKind<M>, KindJobs {
  /** What is measured of its models. */
  AudioJudge<M> judge();

  @Override
  default List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateAudio<>(this, judge()),
        new GenerateAudio<>(this),
        new Reconstructor<>(this, new WindowLatents<>()),
        new Interpolator<>(this, new WindowLatents<>()),
        new Encoder<>(this, new WindowLatents<>()),
        new Decoder<>(this, new WindowLatents<>()),
        new Finder<>(this, new WindowLatents<>()));
  }

  @Override
  default TrainableModel<?> network(M model) {
    return model;
  }
}
