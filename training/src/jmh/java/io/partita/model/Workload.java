package io.partita.model;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A model of a named config with random examples to train on.
 *
 * @param <E> an example
 * @param batch examples in an update, the config's own number
 * @param example draws one
 */
public record Workload<E>(
    TrainableModel<E> model, int batch, Function<SplittableRandom, E> example) {

  /** A new network, always with the same weights. */
  ComputationGraph network() {
    return model.network(1, model.optimizer());
  }

  /** Arrays of an update, its noise among them; equal numbers give equal arrays. */
  MultiDataSet arrays(int examples, int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<E> drawn = Stream.generate(() -> example.apply(random)).limit(examples).toList();
    return model.arrays(drawn, number).get(0);
  }
}
