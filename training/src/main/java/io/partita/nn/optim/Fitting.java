package io.partita.nn.optim;

import io.partita.nn.loss.ClassLoss;
import io.partita.nn.vertex.AffineLayer;
import io.partita.nn.vertex.CudaLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A network in training, batch after batch. On a GPU its parameters and Adam's state stay there
 * from one batch to the next: {@link #network} brings them back, and is the only way to read them.
 */
public final class Fitting {
  private final ComputationGraph network;
  private final FloatAdamUpdater updater;

  /** Null until the first batch on a GPU. */
  private CudaAdam onGpu;

  private boolean isBroken;
  private long copied;

  /**
   * @throws IllegalStateException where not all parameters have the same {@link FloatAdam}
   */
  public Fitting(ComputationGraph network) {
    this.network = network;
    this.updater = FloatAdamUpdater.of(network);
  }

  public FloatAdamUpdater updater() {
    return updater;
  }

  /**
   * The network with its parameters and Adam's state of now, which the caller may change until the
   * next batch.
   *
   * @throws IllegalStateException if a batch has failed on the GPU: they are lost
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

  /** Loss of the last batch. */
  public double score() {
    return network.score();
  }

  /** Bytes copied to the GPU and from it in all batches so far; 0 on the processor. */
  public long copied() {
    return copied;
  }

  /** Iterations so far, which count batches; to be set where they count otherwise. */
  public int iteration() {
    return network.getIterationCount();
  }

  public void setIteration(int iteration) {
    network.getConfiguration().setIterationCount(iteration);
  }

  /** Trains on a batch, with the update that {@link FloatAdamUpdater#next} says. */
  public void fit(MultiDataSet batch) {
    if (!CudaLayer.serves(network.params().dataType())) {
      network.fit(batch);
      return;
    }
    if (onGpu == null) {
      onGpu = new CudaAdam(network, updater);
      keepLogits();
    }
    isBroken = true;
    long before = onGpu.copied();
    try {
      onGpu.begin();
      gradients(batch);
      onGpu.update();
      setIteration(iteration() + 1);
      isBroken = false;
    } finally {
      copied += onGpu.copied() - before;
      if (isBroken) {
        onGpu.abandon();
      }
    }
  }

  /** What DL4J's fit does before the update: that would go over all parameters on the processor. */
  private void gradients(MultiDataSet batch) {
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
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
