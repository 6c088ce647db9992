package io.partita.kind.slicegpt;

import io.partita.drum.DrumClass;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.AffineLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
final class StepLogitsLayer extends AffineLayer {
  private static final long serialVersionUID = 1L;
  private static final int COLUMNS = DrumClass.MASKS + DrumClass.COUNT;

  /** For reading a configuration. */
  public StepLogitsLayer() {}

  StepLogitsLayer(int size) {
    super(size, COLUMNS);
  }

  static long parameters(int size) {
    return (size + 1L) * COLUMNS;
  }

  @Override
  protected AtWork atWork(NeuralNetConfiguration conf, DataType type) {
    return new AtWork(conf, type);
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

  /** The layer in a graph. */
  static final class AtWork extends AffineLayer.AtWork {
    private static final long serialVersionUID = 1L;

    private AtWork(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    protected INDArray rows() {
      long size = input.size(input.rank() - 1);
      return input.dup('c').reshape('c', input.length() / size, size);
    }

    @Override
    protected INDArray weights() {
      return ofClasses(super.weights());
    }

    @Override
    protected INDArray bias() {
      return ofClasses(super.bias());
    }

    @Override
    protected void putGradients(INDArray epsilon, INDArray ofWeights, INDArray ofBias) {
      ofWeights.assign(ofColumns(rows().transpose().mmul(epsilon)));
      INDArray sums = Nd4j.ones(dataType, 1, epsilon.size(0)).mmul(epsilon);
      ofBias.assign(ofColumns(sums).reshape(ofBias.shape()));
    }

    /** The way from rows to logits, with the weights of now. */
    OfRows ofRows() {
      return new OfRows(weights(), bias());
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
