package io.partita.model.examples;

import io.partita.model.TrainableModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network makes of a partition's elements, on their worker, a batch at a time. Which
 * elements share a batch depends on the partition alone, so the same processor gives the same bits
 * in any layout; the batches of a partition may be dealt to several lanes. The network is made when
 * the first batch is asked for.
 */
public final class NetworkBatches<T, R> implements Iterator<R> {
  private static final int BATCH = 256;

  /** What becomes of a batch. */
  public interface Work<T, R> extends Serializable {
    R of(ComputationGraph network, List<T> batch);
  }

  private final TrainableModel<?> model;
  private final Broadcast<INDArray> parameters;
  private final Iterator<T> elements;
  private final Work<T, R> work;
  private final int lanes;
  private ComputationGraph network;

  /**
   * All batches of a partition.
   *
   * @param parameters of the model's network
   */
  public NetworkBatches(
      TrainableModel<?> model,
      Broadcast<INDArray> parameters,
      Iterator<T> elements,
      Work<T, R> work) {
    this(model, parameters, elements, work, 0, 1);
  }

  /**
   * Every {@code lanes}th batch of a partition.
   *
   * @param lane the first of them, 0 to {@code lanes} - 1
   */
  NetworkBatches(
      TrainableModel<?> model,
      Broadcast<INDArray> parameters,
      Iterator<T> elements,
      Work<T, R> work,
      int lane,
      int lanes) {
    this.model = model;
    this.parameters = parameters;
    this.elements = elements;
    this.work = work;
    this.lanes = lanes;
    pass(lane);
  }

  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The partition has no more elements");
    }
    if (network == null) {
      WorkerJvm.prepare();
      network = model.network(0, model.optimizer());
      network.setParams(parameters.value());
    }
    List<T> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH && elements.hasNext()) {
      batch.add(elements.next());
    }
    pass(lanes - 1);
    return work.of(network, batch);
  }

  private void pass(int batches) {
    for (int left = batches * BATCH; left > 0 && elements.hasNext(); left--) {
      elements.next();
    }
  }
}
