package io.partita.model.slices;

import io.partita.form.SliceCut;
import io.partita.model.TrainableModel;

/** A network that learns slices. */
public interface SliceModel<E> extends TrainableModel<E> {
  /** Which slices it is of. */
  SliceCut<E> sliceCut();
}
