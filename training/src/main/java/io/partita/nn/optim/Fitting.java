package io.partita.nn.optim;

import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.CudaRow;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A network in training, batch after batch; its iteration counts updates. On a GPU parameters and
 * Adam's state stay there from one batch to the next: {@link #network} brings them back, and is the
 * only way to read them.
 */
public final class Fitting {
  private final ComputationGraph network;
  private final FloatAdamUpdater updater;

  /** Null on the processor. */
  private final CudaRow onGpu;

  /**
   * @param network which trains on what is in use now
   * @throws IllegalStateException where not all parameters have the same {@link FloatAdam}
   */
  public Fitting(ComputationGraph network) {
    this.network = network;
    this.updater = FloatAdamUpdater.of(network);
    this.onGpu =
        CudaLayer.serves(network.params().dataType())
            ? new CudaRow(network.params(), network.getUpdater().getStateViewArray())
            : null;
  }

  /** The network as it is now, which the caller may change until the next batch. */
  public ComputationGraph network() {
    if (onGpu != null) {
      onGpu.end();
    }
    return network;
  }

  /** Knows when Adam began, and the last gradient's norm; {@link #fit} tells it of batches. */
  public FloatAdamUpdater updater() {
    return updater;
  }

  /** Bytes copied by all that computes on the GPU until now; 0 on the processor. */
  public long copied() {
    return onGpu == null ? 0 : onGpu.copied();
  }

  /**
   * Trains on a batch, of which {@link FloatAdamUpdater#next} says the rest.
   *
   * @return its loss
   */
  public double fit(MultiDataSet batch, double batchWeight, boolean completesUpdate) {
    int iteration = network.getIterationCount();
    updater.next(batchWeight, completesUpdate);
    if (onGpu == null) {
      network.fit(batch);
    } else {
      fitOnGpu(batch);
    }
    network.getConfiguration().setIterationCount(completesUpdate ? iteration + 1 : iteration);
    return network.score();
  }

  /** Not by DL4J's fit, whose update goes over all parameters on the processor. */
  private void fitOnGpu(MultiDataSet batch) {
    onGpu.begin();
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    onGpu.update(network.getFlattenedGradients(), () -> updater.update(onGpu, network));
  }
}
