package io.partita.kind.drumgpt;

import io.partita.drum.DrumClass;
import io.partita.nn.blas.Doubles;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Rows [batch, steps, size] to logits of each step's 512 classes, [batch · steps, 512], one
 * sequence after the other:
 *
 * <pre>
 * logit(c) = x·W[c] + b[c] + sum over the hits of c of x·W[512 + drum] + b[512 + drum]
 * </pre>
 *
 * <p>The sum is a linear map of the row, too, so that it takes one product: with the weights of
 * each class plus those of its hits. Parameters: W [size, 521] and b [1, 521].
 */
final class HitLogitsLayer extends DenseLayer {
  private static final long serialVersionUID = 1L;
  private static final int COLUMNS = DrumClass.MASKS + DrumClass.COUNT;

  /** For reading a configuration. */
  public HitLogitsLayer() {}

  HitLogitsLayer(int size) {
    setNIn(size);
    setNOut(COLUMNS);
    setActivationFn(new ActivationIdentity());
  }

  static long parameters(int size) {
    return (size + 1L) * COLUMNS;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    AtWork layer = new AtWork(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  /** Of classes from the columns of classes and of hits, [rows, 512]. */
  private static INDArray ofClasses(INDArray parameter) {
    INDArray columns = parameter.reshape(parameter.length() / COLUMNS, COLUMNS);
    INDArray ofClasses = part(columns, 0, DrumClass.MASKS);
    INDArray ofHits = part(columns, DrumClass.MASKS, COLUMNS);
    return ofHits.mmul(hits(columns).transpose()).addi(ofClasses);
  }

  private static INDArray part(INDArray columns, int first, int end) {
    return columns
        .get(NDArrayIndex.all(), NDArrayIndex.interval(first, end))
        .dup('c')
        .reshape('c', columns.size(0), end - first);
  }

  /** The other way: the gradients of all columns from those of classes, [rows, 521]. */
  private static INDArray ofColumns(INDArray ofClasses) {
    return Nd4j.hstack(ofClasses, ofClasses.mmul(hits(ofClasses)));
  }

  /** 1 where a class has a hit, else 0, [512, 9]. */
  private static INDArray hits(INDArray like) {
    double[] hits = new double[DrumClass.MASKS * DrumClass.COUNT];
    for (int mask = 0; mask < DrumClass.MASKS; mask++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        hits[mask * DrumClass.COUNT + drum] = mask >> drum & 1;
      }
    }
    long[] shape = {DrumClass.MASKS, DrumClass.COUNT};
    INDArray array = Nd4j.createUninitialized(like.dataType(), shape, 'c');
    Doubles.put(hits, array);
    return array;
  }

  /** The layer in a graph. ND4J multiplies into f order, and c order transposed is that. */
  static final class AtWork extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer {
    private static final long serialVersionUID = 1L;

    private AtWork(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    private INDArray rows(INDArray array) {
      long size = array.size(array.rank() - 1);
      return array.dup('c').reshape('c', array.length() / size, size);
    }

    private INDArray ofClasses(String parameter) {
      return HitLogitsLayer.ofClasses(getParam(parameter));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      INDArray rows = rows(input);
      long[] shape = {rows.size(0), DrumClass.MASKS};
      INDArray logits = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
      ofClasses(DefaultParamInitializer.WEIGHT_KEY)
          .transpose()
          .mmuli(rows.transpose(), logits.transpose());
      return logits.addiRowVector(ofClasses(DefaultParamInitializer.BIAS_KEY));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray ofWeights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
      INDArray ofBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
      ofWeights.assign(ofColumns(rows(input).transpose().mmul(epsilon)));
      INDArray sums = Nd4j.ones(dataType, 1, epsilon.size(0)).mmul(epsilon);
      ofBias.assign(ofColumns(sums).reshape(ofBias.shape()));
      INDArray ofInput =
          workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
      INDArray into = ofInput.reshape('c', epsilon.size(0), input.size(input.rank() - 1));
      ofClasses(DefaultParamInitializer.WEIGHT_KEY).mmuli(epsilon.transpose(), into.transpose());
      Gradient gradient = new DefaultGradient();
      gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, ofWeights);
      gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, ofBias);
      return new Pair<>(gradient, ofInput);
    }

    /** The way from rows to logits, with the weights of now. */
    OfRows ofRows() {
      return new OfRows(
          ofClasses(DefaultParamInitializer.WEIGHT_KEY),
          ofClasses(DefaultParamInitializer.BIAS_KEY));
    }
  }

  /**
   * From rows to logits.
   *
   * @param weights [size, 512]
   * @param bias [1, 512]
   */
  record OfRows(INDArray weights, INDArray bias) {
    /**
     * @param rows [sequences, size]
     * @return [sequences, 512]
     */
    double[][] of(INDArray rows) {
      return rows.mmul(weights).addiRowVector(bias).toDoubleMatrix();
    }
  }
}
