package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation at work in a graph; {@link BatchNormVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class BatchNormGraphVertex extends OneInputGraphVertex {
  private final BatchNormVertex config;
  private double share = BatchNormVertex.MOMENTUM;

  /** Of the last forward pass; valid until the graph clears this vertex. */
  private transient Moments moments;

  private boolean ofBatch;

  BatchNormGraphVertex(BatchNormVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  /** From now on a batch moves the running statistics by this share of the way, 0 to 1. */
  void moveBy(double newShare) {
    share = newShare;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    long[] shape = inputs[0].shape();
    if (shape.length < 2 || shape[1] != config.channels) {
      throw new IllegalArgumentException(
          "The normalisation takes [batch, %d, …], not %s"
              .formatted(config.channels, Arrays.toString(shape)));
    }
    double[] x = Doubles.of(inputs[0]);
    moments = training ? ofBatch(x, positions()) : running();
    ofBatch = training;
    double[] gamma = Doubles.of(parameter(BatchNormVertex.GAMMA));
    double[] beta = Doubles.of(parameter(BatchNormVertex.BETA));
    double[] y = new double[x.length];
    for (int k = 0; k < y.length; k++) {
      int c = k / positions() % config.channels;
      double v = gamma[c] * normal(x, k, c) + beta[c];
      y[k] = v > 0 ? v : config.slope * v;
    }
    return Doubles.array(y, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  private int positions() {
    return (int) (inputs[0].length() / inputs[0].size(0) / config.channels);
  }

  private double normal(double[] x, int k, int channel) {
    return (x[k] - moments.mean()[channel]) * moments.scale()[channel];
  }

  private Moments running() {
    Moments running = new Moments(config.channels);
    double[] mean = Doubles.of(parameter(BatchNormVertex.MEAN));
    double[] variance = Doubles.of(parameter(BatchNormVertex.VARIANCE));
    for (int c = 0; c < config.channels; c++) {
      running.mean()[c] = mean[c];
      running.scale()[c] = scale(variance[c]);
    }
    return running;
  }

  private static double scale(double variance) {
    return 1 / Math.sqrt(variance + BatchNormVertex.EPSILON);
  }

  /** Moves the running statistics too. */
  private Moments ofBatch(double[] x, int positions) {
    int channels = config.channels;
    int count = x.length / channels;
    double[] mean = new double[channels];
    for (int k = 0; k < x.length; k++) {
      mean[k / positions % channels] += x[k] / count;
    }
    double[] variance = new double[channels];
    for (int k = 0; k < x.length; k++) {
      double off = x[k] - mean[k / positions % channels];
      variance[k / positions % channels] += off * off / count;
    }
    Moments batch = new Moments(channels);
    double[] unbiased = new double[channels];
    for (int c = 0; c < channels; c++) {
      batch.mean()[c] = mean[c];
      batch.scale()[c] = scale(variance[c]);
      unbiased[c] = variance[c] * count / Math.max(1, count - 1);
    }
    move(BatchNormVertex.MEAN, mean);
    move(BatchNormVertex.VARIANCE, unbiased);
    return batch;
  }

  private void move(String name, double[] towards) {
    double[] running = Doubles.of(parameter(name));
    for (int c = 0; c < running.length; c++) {
      running[c] = (1 - share) * running[c] + share * towards[c];
    }
    Doubles.put(running, parameter(name));
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    double[] x = Doubles.of(inputs[0]);
    double[] g = Doubles.of(above);
    double[] gamma = Doubles.of(parameter(BatchNormVertex.GAMMA));
    double[] beta = Doubles.of(parameter(BatchNormVertex.BETA));
    int channels = config.channels;
    int positions = positions();
    double[] ofGamma = new double[channels];
    double[] ofBeta = new double[channels];
    for (int k = 0; k < g.length; k++) {
      int c = k / positions % channels;
      double normal = normal(x, k, c);
      g[k] *= gamma[c] * normal + beta[c] > 0 ? 1 : config.slope;
      ofGamma[c] += g[k] * normal;
      ofBeta[c] += g[k];
    }
    Doubles.put(ofGamma, gradient(BatchNormVertex.GAMMA));
    Doubles.put(ofBeta, gradient(BatchNormVertex.BETA));
    gradient(BatchNormVertex.MEAN).assign(0);
    gradient(BatchNormVertex.VARIANCE).assign(0);
    if (ofInput == null) {
      return;
    }
    double count = ofBatch ? (double) g.length / channels : Double.POSITIVE_INFINITY;
    for (int k = 0; k < g.length; k++) {
      int c = k / positions % channels;
      double along = (ofBeta[c] + normal(x, k, c) * ofGamma[c]) / count;
      g[k] = gamma[c] * moments.scale()[c] * (g[k] - along);
    }
    Doubles.put(g, ofInput);
  }

  @Override
  public void clear() {
    super.clear();
    moments = null;
  }
}
