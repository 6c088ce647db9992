package io.partita.model.train;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What workers made of a network in one round: of one, or the mean of several.
 *
 * @param place among those that it is averaged with, from 0
 * @param parameters of the network; of {@link Averaged#DIFFERENCES} what the round changed
 * @param adam Adam's state, or what the round changed of it; null where that is not averaged
 * @param updates of all these workers, by worker and then in their order
 */
record Trained(
    int place, Averaged averaged, INDArray parameters, INDArray adam, List<Update> updates)
    implements Serializable {

  /** What the network is now, or what has become of the one that a worker began with. */
  static Trained of(
      int place,
      Averaged averaged,
      ComputationGraph network,
      INDArray parametersBefore,
      INDArray adamBefore,
      List<Update> updates) {
    INDArray parameters = network.params();
    INDArray adam = averaged.hasAdam() ? network.getUpdater().getStateViewArray() : null;
    return averaged == Averaged.DIFFERENCES
        ? new Trained(
            place, averaged, parameters.sub(parametersBefore), adam.sub(adamBefore), updates)
        : new Trained(place, averaged, parameters, adam, updates);
  }

  private Object writeReplace() {
    return Packed.of(this);
  }

  private long predictions() {
    return updates.stream().mapToLong(Update::predictions).sum();
  }

  /**
   * The mean of this and another, each weighed by what it predicted. Overwrites both.
   *
   * @param next of the next place
   */
  Trained meanWith(Trained next) {
    long here = predictions();
    long there = next.predictions();
    return new Trained(
        place / 2,
        averaged,
        mean(parameters, here, next.parameters, there),
        adam == null ? null : mean(adam, here, next.adam, there),
        Stream.concat(updates.stream(), next.updates.stream()).toList());
  }

  /** This one in the next level of a tree of pairs, where it has no partner. */
  Trained alone() {
    return new Trained(place / 2, averaged, parameters, adam, updates);
  }

  private static INDArray mean(INDArray one, long ofOne, INDArray other, long ofOther) {
    if (ofOne == ofOther) {
      return one.addi(other).divi(2);
    }
    double all = (double) ofOne + ofOther;
    return one.muli(ofOne / all).addi(other.muli(ofOther / all));
  }

  /** Makes the network this; of differences it is what they are from. */
  void into(ComputationGraph network) {
    if (averaged == Averaged.DIFFERENCES) {
      network.params().addi(parameters);
      INDArray state = network.getUpdater().getStateViewArray();
      state.addi(adam);
      // Rounded, a mean of squares that has all but vanished may come out below 0.
      long middle = state.length() / 2;
      INDArray squares = state.reshape(state.length()).get(interval(middle, 2 * middle));
      squares.assign(Transforms.max(squares, 0, true));
      return;
    }
    network.setParams(parameters);
    if (adam != null) {
      network.getUpdater().setStateViewArray(adam);
    }
  }
}
