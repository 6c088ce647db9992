package io.partita.model.slices.vae;

import io.partita.model.ModelFigure;
import io.partita.model.slices.SliceKind;
import java.util.List;

/** A kind of variational autoencoders of slices. */
public interface SliceVaeKind<M extends SliceVae> extends SliceKind<M> {
  @Override
  default List<ModelFigure> measures() {
    return List.of(
        ModelFigure.nats(SliceVaeScore.ELBO),
        ModelFigure.share(SliceVaeScore.FREE_RUNNING),
        ModelFigure.share(SliceVaeScore.TEACHER_FORCED));
  }
}
