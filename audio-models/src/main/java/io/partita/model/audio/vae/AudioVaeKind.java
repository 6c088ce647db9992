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

  /** Windows as its models encode and decode them, with the options of one command. */
  default WindowLatents<M> latents() {
    return new WindowLatents<>();
  }

  @Override
  default List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateAudio<>(this, judge()),
        new GenerateAudio<>(this),
        new Reconstructor<>(this, latents()),
        new Interpolator<>(this, latents()),
        new Encoder<>(this, latents()),
        new Decoder<>(this, latents()),
        new Finder<>(this, latents()));
  }

  @Override
  default TrainableModel<?> network(M model) {
    return model;
  }
}
