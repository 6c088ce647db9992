package io.partita.model.slices;

import io.partita.form.SliceCut;
import io.partita.model.TrainableModel;

/** A network that learns slices. */
public interface SliceModel extends TrainableModel {
  /** Which slices it is of. */
  SliceCut<int[]> sliceCut();
}
