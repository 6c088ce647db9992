package io.partita.nn.vertex;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows [rows, in] times W [in, out] plus b [1, out]: rows [rows, out], without an activation. It is
 * DL4J's dense layer, but that does not multiply once more on the way back to find what its
 * activation had read: with thousands of classes a tenth of an update.
 */
public class AffineLayer extends DenseLayer {
  private static final long serialVersionUID = 1L;

  /** Columns but for those, the last ones, that are of bits of the others' numbers. */
  @JsonProperty protected int classes;

  @JsonProperty private boolean forClassLoss;

  /** For reading a configuration. */
  public AffineLayer() {}

  public AffineLayer(int in, int out) {
    this.classes = out;
    setNIn(in);
    setNOut(out);
    setActivationFn(new ActivationIdentity());
  }

  /** This layer, whose output nothing but a class loss reads in training. */
  public final AffineLayer forClassLoss() {
    forClassLoss = true;
    return this;
  }

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    AtWork layer = atWork(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  /** The layer in a graph. */
  protected AtWork atWork(NeuralNetConfiguration conf, DataType type) {
    return new AtWork(conf, type);
  }

  /** The layer in a graph. ND4J multiplies into f order, and c order transposed is that. */
  protected static class AtWork extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer {
    private static final long serialVersionUID = 1L;

    /** Null until this layer is computed on a GPU. */
    private transient ClassTable onGpu;

    protected AtWork(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    private AffineLayer config() {
      return (AffineLayer) layerConf();
    }

    private ClassTable onGpu() {
      if (onGpu == null) {
        INDArray w = getParam(DefaultParamInitializer.WEIGHT_KEY); // f order: a row of each column
        int classes = config().classes;
        int bits = (int) w.size(1) - classes;
        onGpu = new ClassTable(params(), classes, (int) w.size(0), bits, 0, 0);
      }
      return onGpu;
    }

    /** The rows of the input, [rows, in]. */
    protected INDArray rows() {
      return input;
    }

    /** What rows are multiplied by, [in, columns]. */
    protected INDArray weights() {
      return getParam(DefaultParamInitializer.WEIGHT_KEY);
    }

    /** What is added to each product, [1, columns]. */
    protected INDArray bias() {
      return getParam(DefaultParamInitializer.BIAS_KEY);
    }

    /**
     * Writes the gradients of the parameters.
     *
     * @param epsilon of what came out, [rows, columns]
     * @param ofWeights W's, [in, out]
     * @param ofBias b's, of any shape
     */
    protected void putGradients(INDArray epsilon, INDArray ofWeights, INDArray ofBias) {
      Nd4j.gemm(input, epsilon, ofWeights, true, false, 1, 0);
      Nd4j.ones(dataType, 1, epsilon.size(0)).mmuli(epsilon, ofBias.reshape(1, ofBias.length()));
    }

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      if (CudaLayer.serves(dataType)) {
        INDArray b = getParam(DefaultParamInitializer.BIAS_KEY);
        return onGpu().logits(input, b, training && config().forClassLoss, workspaces);
      }
      INDArray rows = rows();
      INDArray weights = weights();
      long[] shape = {rows.size(0), weights.size(1)};
      INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
      weights.transpose().mmuli(rows.transpose(), out.transpose());
      return out.addiRowVector(bias());
    }

    @Override
    public final Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
      INDArray ofBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      INDArray ofInput =
          workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
      if (CudaLayer.serves(dataType)) {
        INDArray b = getParam(DefaultParamInitializer.BIAS_KEY);
        onGpu().logitsBack(epsilon, b, ofInput, getGradientsViewArray());
      } else {
        putGradients(epsilon, ofWeights, ofBias);
        INDArray into = ofInput.reshape('c', epsilon.size(0), input.size(input.rank() - 1));
        weights().mmuli(epsilon.transpose(), into.transpose());
      }
      Gradient gradient = new DefaultGradient();
      gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
      gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, ofBias);
      return new Pair<>(gradient, ofInput);
    }
  }
}
