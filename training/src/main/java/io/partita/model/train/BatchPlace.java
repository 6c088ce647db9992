package io.partita.model.train;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What a batch says of itself to who trains on it.
 *
 * @param noiseSeed of its noise
 * @param predictions that it asks for
 * @param completesUpdate whether the update is made after it, of this batch and those before it
 *     since the last update
 * @param endsRound whether the round has no more
 */
record BatchPlace(long noiseSeed, long predictions, boolean completesUpdate, boolean endsRound)
    implements Serializable {

  static BatchPlace of(MultiDataSet batch) {
    return (BatchPlace) batch.getExampleMetaData().get(0);
  }

  void writeOn(MultiDataSet batch) {
    batch.setExampleMetaData(List.of(this));
  }
}
