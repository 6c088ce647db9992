package io.partita.model.slices.vae;

import io.partita.model.Measure;
import io.partita.model.slices.SliceKind;
import java.util.List;

/** A kind of variational autoencoders of slices. */
public interface SliceVaeKind<M extends SliceVae> extends SliceKind<M> {
  @Override
  default List<Measure> measures() {
    return List.of(
        Measure.nats(SliceVaeScore.ELBO),
        Measure.share(SliceVaeScore.FREE_RUNNING),
        Measure.share(SliceVaeScore.TEACHER_FORCED));
  }
}
