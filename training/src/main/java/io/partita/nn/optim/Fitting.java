package io.partita.nn.optim;

import io.partita.nn.loss.ClassLoss;
import io.partita.nn.vertex.AffineLayer;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.CudaRow;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A network in training, batch after batch; its iteration counts updates. On a GPU parameters and
 * Adam's state stay there from one batch to the next: {@link #network} brings them back, and is the
 * only way to read them.
 */
public final class Fitting {
  private final ComputationGraph network;
  private final FloatAdamUpdater updater;

  /** Null until the first batch on a GPU. */
  private CudaRow onGpu;

  private boolean isBroken;
  private long copied;

  /**
   * @throws IllegalStateException where not all parameters have the same {@link FloatAdam}
   */
  public Fitting(ComputationGraph network) {
    this.network = network;
    this.updater = FloatAdamUpdater.of(network);
  }

  /**
   * The network as it is now, which the caller may change until the next batch.
   *
   * @throws IllegalStateException if a batch has failed on the GPU: its parameters are lost
   */
  public ComputationGraph network() {
    if (isBroken) {
      throw new IllegalStateException("An update on the GPU failed, and its weights are lost");
    }
    if (onGpu != null) {
      onGpu.end();
    }
    return network;
  }

  /** Before the first batch, where Adam's state does not come from earlier ones: it begins now. */
  public void beginAdam() {
    updater.beginAt(network.getIterationCount());
  }

  /** The loss of the last batch. */
  public double score() {
    return network.score();
  }

  /** See {@link FloatAdamUpdater#gradientNorm}. */
  public double gradientNorm() {
    return updater.gradientNorm();
  }

  /** Bytes copied to the GPU and from it in all batches so far; 0 on the processor. */
  public long copied() {
    return copied;
  }

  /** Trains on a batch, of which {@link FloatAdamUpdater#next} says the rest. */
  public void fit(MultiDataSet batch, double batchWeight, boolean completesUpdate) {
    int iteration = network.getIterationCount();
    updater.next(batchWeight, completesUpdate);
    if (CudaLayer.serves(network.params().dataType())) {
      fitOnGpu(batch);
    } else {
      network.fit(batch);
    }
    network.getConfiguration().setIterationCount(completesUpdate ? iteration + 1 : iteration);
  }

  /** Not by DL4J's fit, whose update goes over all parameters on the processor. */
  private void fitOnGpu(MultiDataSet batch) {
    if (onGpu == null) {
      onGpu = new CudaRow(network.params(), network.getUpdater().getStateViewArray());
      keepLogits();
    }
    long before = onGpu.copied();
    isBroken = true;
    try {
      onGpu.begin();
      network.setInputs(batch.getFeatures());
      network.setLabels(batch.getLabels());
      network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
      network.computeGradientAndScore();
      network.clearLayerMaskArrays();
      onGpu.update(
          network.getFlattenedGradients(),
          () ->
              updater.update(
                  onGpu,
                  1.0 / network.batchSize(),
                  network.getIterationCount(),
                  network.getEpochCount()));
      isBroken = false;
    } finally {
      copied += onGpu.copied() - before;
      if (isBroken) {
        onGpu.abandon();
      }
    }
  }

  /** Logits that nothing but a class loss reads stay on the GPU. */
  private void keepLogits() {
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex.getLayer() instanceof LossLayer loss
          && loss.layerConf().getLossFn() instanceof ClassLoss) {
        GraphVertex below = network.getVertices()[vertex.getInputVertices()[0].getVertexIndex()];
        if (below.getNumOutputConnections() == 1
            && below.getLayer() instanceof AffineLayer.AtWork logits) {
          logits.keepOutput();
        }
      }
    }
  }
}
