package io.partita.kind.slicegpt;

import io.partita.form.SliceVoice;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.AffineLayer;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows [batch, steps, size] to logits of each step's classes, those of a {@link SliceVoice}, [batch
 * · steps, classes], one sequence after the other:
 *
 * <pre>
 * logit(c) = x·W[c] + b[c] + sum over the bits of c of x·W[classes + bit] + b[classes + bit]
 * </pre>
 *
 * <p>The sum is a linear map of the row, too, so that it takes one product: with the weights of
 * each class plus those of its bits, the hits of drums. Parameters: W [size, classes + bits] and b
 * [1, classes + bits].
 */
final class StepLogitsLayer extends AffineLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int bits;

  /** For reading a configuration. */
  public StepLogitsLayer() {}

  StepLogitsLayer(int size, SliceVoice voice) {
    super(size, voice.classes() + voice.bits());
    this.classes = voice.classes();
    this.bits = voice.bits();
  }

  long parameters() {
    return (getNIn() + 1) * getNOut();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof StepLogitsLayer that
        && classes == that.classes
        && bits == that.bits;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), classes, bits);
  }

  @Override
  protected AtWork atWork(NeuralNetConfiguration conf, DataType type) {
    return new AtWork(this, conf, type);
  }

  /** Of classes from the columns of classes and of bits, [rows, classes]. */
  private INDArray ofClasses(INDArray parameter) {
    if (bits == 0) {
      return parameter;
    }
    INDArray columns = parameter.reshape(parameter.length() / getNOut(), getNOut());
    INDArray ofClasses = part(columns, 0, classes);
    INDArray ofBits = part(columns, classes, (int) getNOut());
    return ofBits.mmul(hits(columns).transpose()).addi(ofClasses);
  }

  private static INDArray part(INDArray columns, int first, int end) {
    return columns
        .get(NDArrayIndex.all(), NDArrayIndex.interval(first, end))
        .dup('c')
        .reshape('c', columns.size(0), end - first);
  }

  /** The other way: the gradients of all columns from those of classes, [rows, classes + bits]. */
  private INDArray ofColumns(INDArray ofClasses) {
    return bits == 0 ? ofClasses : Nd4j.hstack(ofClasses, ofClasses.mmul(hits(ofClasses)));
  }

  /** 1 where a class has a bit, else 0, [classes, bits]. */
  private INDArray hits(INDArray like) {
    double[] hits = new double[classes * bits];
    for (int number = 0; number < classes; number++) {
      for (int bit = 0; bit < bits; bit++) {
        hits[number * bits + bit] = number >> bit & 1;
      }
    }
    long[] shape = {classes, bits};
    INDArray array = Nd4j.createUninitialized(like.dataType(), shape, 'c');
    Doubles.put(hits, array);
    return array;
  }

  /** The layer in a graph. */
  static final class AtWork extends AffineLayer.AtWork {
    private static final long serialVersionUID = 1L;

    private final transient StepLogitsLayer config;

    private AtWork(StepLogitsLayer config, NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      this.config = config;
    }

    @Override
    protected INDArray rows() {
      long size = input.size(input.rank() - 1);
      return input.dup('c').reshape('c', input.length() / size, size);
    }

    @Override
    protected INDArray weights() {
      return config.ofClasses(super.weights());
    }

    @Override
    protected INDArray bias() {
      return config.ofClasses(super.bias());
    }

    @Override
    protected void putGradients(INDArray epsilon, INDArray ofWeights, INDArray ofBias) {
      ofWeights.assign(config.ofColumns(rows().transpose().mmul(epsilon)));
      INDArray sums = Nd4j.ones(dataType, 1, epsilon.size(0)).mmul(epsilon);
      ofBias.assign(config.ofColumns(sums).reshape(ofBias.shape()));
    }

    /** The way from rows to logits, with the weights of now. */
    OfRows ofRows() {
      return new OfRows(weights(), bias());
    }
  }

  /**
   * From rows to logits.
   *
   * @param weights [size, classes]
   * @param bias [1, classes]
   */
  record OfRows(INDArray weights, INDArray bias) {
    /**
     * @param rows [sequences, size]
     * @return [sequences, classes]
     */
    double[][] of(INDArray rows) {
      return rows.mmul(weights).addiRowVector(bias).toDoubleMatrix();
    }
  }
}
