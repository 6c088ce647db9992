package io.partita.model.slices.vae;

import io.partita.model.ModelFigure;
import io.partita.model.job.KindJob;
import io.partita.model.slices.SliceKind;
import io.partita.objective.Decoder;
import io.partita.objective.Encoder;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;

/** A kind of variational autoencoders of slices. */
public interface SliceVaeKind<M extends SliceVae> extends SliceKind<M> {
  /** What a release must reach. */
  EvaluateSlices.Bar bar();

  @Override
  default List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateSlices<>(this, bar()),
        new GenerateSlices<>(this),
        new Reconstructor<>(this, new SliceLatents<>()),
        new Interpolator<>(this, new SliceLatents<>()),
        new Encoder<>(this, new SliceLatents<>()),
        new Decoder<>(this, new SliceLatents<>()),
        new Finder<>(this, new SliceLatents<>()));
  }

  @Override
  default List<ModelFigure> measures() {
    return List.of(
        ModelFigure.nats(SliceVaeScore.ELBO),
        ModelFigure.share(SliceVaeScore.FREE_RUNNING),
        ModelFigure.share(SliceVaeScore.TEACHER_FORCED));
  }
}
