package io.partita.training;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What workers made of a network in one round: of one, or the mean of several.
 *
 * @param place among those that it is averaged with, from 0
 * @param parameters of the network
 * @param adam Adam's state; null where that is not averaged
 * @param updates of all these workers, by worker and then in their order
 */
record Trained(int place, INDArray parameters, INDArray adam, List<Update> updates)
    implements Serializable {

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
        mean(parameters, here, next.parameters, there),
        adam == null ? null : mean(adam, here, next.adam, there),
        Stream.concat(updates.stream(), next.updates.stream()).toList());
  }

  /** This one in the next level of a tree of pairs, where it has no partner. */
  Trained alone() {
    return new Trained(place / 2, parameters, adam, updates);
  }

  private static INDArray mean(INDArray one, long ofOne, INDArray other, long ofOther) {
    if (ofOne == ofOther) {
      return one.addi(other).divi(2);
    }
    double all = (double) ofOne + ofOther;
    return one.muli(ofOne / all).addi(other.muli(ofOther / all));
  }

  /** Makes the network this. */
  void into(ComputationGraph network) {
    network.setParams(parameters);
    if (adam != null) {
      network.getUpdater().setStateViewArray(adam);
    }
  }
}
