package io.partita.nn.vertex;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A table [rows, size] on a GPU, the first of a vertex's parameters: a row of each class, then of
 * each bit of a class, then those that {@link #withSteps} names. It embeds classes, makes their
 * logits, or both. Embedding is a product with ones and zeros: as dear as logits, and the sums of
 * its gradients have a fixed order.
 */
public final class ClassTable extends CudaLayer {
  private final INDArray params;
  private final int classes;
  private final int size;
  private final int bits;
  private final int steps;
  private final int inBar;
  private final int columns;

  private final Room numbers = new Room(cuda);
  private final Room x = new Room(cuda);
  private final HeldLogits held = new HeldLogits(cuda);

  /**
   * @param params of the vertex, a row without gaps
   * @param bits of a class's number, from the lowest, that have rows
   */
  public ClassTable(INDArray params, int classes, int size, int bits) {
    this(params, classes, size, bits, 0, 0, classes + bits);
  }

  private ClassTable(
      INDArray params, int classes, int size, int bits, int steps, int inBar, int columns) {
    super(params);
    this.params = params;
    this.classes = classes;
    this.size = size;
    this.bits = bits;
    this.steps = steps;
    this.inBar = inBar;
    this.columns = columns;
  }

  /** One of the same, to embed, with a row of each step, of each step in its bar, and a bias. */
  public ClassTable withSteps(int ofSequence, int ofBar) {
    int all = columns + ofSequence + ofBar + 1;
    return new ClassTable(params, classes, size, bits, ofSequence, ofBar, all);
  }

  /** Ones where a row has a row of the table: that of its class, of its class's bits …. */
  private Matrix parts(long of, int rows) {
    long count = (long) rows * columns;
    long ones = cuda.scratch("parts", count);
    cuda.each("class_parts", count, of, classes, bits, steps, inBar, columns, ones);
    return Matrix.of(ones, rows, columns);
  }

  /**
   * Fills y with the vectors of classes.
   *
   * @param of classes, in any shape; c order
   * @param y [classes, size] in any shape; c order
   */
  public void embed(INDArray of, INDArray y) {
    int count = (int) of.length();
    synchronized (cuda) {
      bringWeights();
      cuda.upload(FloatMatrix.of(of).buffer(), numbers.of(count));
      Matrix out = Matrix.of(cuda.scratch("rows", y.length()), count, size);
      Matrix table = Matrix.of(weight(params), columns, size);
      cuda.multiply(1, parts(numbers.at(), count), table, false, out);
      cuda.download(out.at(), FloatMatrix.of(y).buffer());
    }
  }

  /**
   * Fills the gradients of the table.
   *
   * @param above the gradient of what was embedded, c order
   * @param tied whether they are added to those of logits, which were filled before
   * @param ofParams a row without gaps, to fill
   */
  public void embedBack(INDArray above, boolean tied, INDArray ofParams) {
    int count = (int) (above.length() / size);
    synchronized (cuda) {
      makeRoomForGradients();
      Matrix up = Matrix.of(put(above), count, size);
      Matrix ofTable = Matrix.of(gradient(params), columns, size);
      cuda.multiply(1, parts(numbers.at(), count).t(), up, tied, ofTable);
      fetchGradients(ofParams);
    }
  }

  private long put(INDArray above) {
    FloatBuffer from = FloatMatrix.of(above).buffer();
    long at = cuda.scratch("above", from.limit());
    cuda.upload(from, at);
    return at;
  }

  /** What logits of classes are made with: with those of their bits, [classes, width]. */
  private Matrix ofClasses(String name, INDArray parameter, int width) {
    Matrix whole = Matrix.of(weight(parameter), columns, width);
    if (bits == 0) {
      return whole;
    }
    long at = cuda.scratch(name, (long) classes * width);
    Matrix found = Matrix.of(at, classes, width);
    cuda.multiply(1, parts(0, classes), whole, false, found);
    return found;
  }

  /** Where the gradient of {@link #ofClasses} belongs. */
  private Matrix roomBack(INDArray parameter, int width) {
    long at = bits == 0 ? gradient(parameter) : cuda.scratch("of classes", (long) classes * width);
    return Matrix.of(at, classes, width);
  }

  /** Back through {@link #ofClasses}. */
  private void back(Matrix ofClasses, INDArray parameter) {
    if (bits > 0) {
      Matrix whole = Matrix.of(gradient(parameter), columns, ofClasses.columns());
      cuda.multiply(1, parts(0, classes).t(), ofClasses, false, whole);
    }
  }

  /**
   * Makes x times the table's transpose, plus a bias.
   *
   * @param in [rows, size], in any shape
   * @param bias of the table's rows; null for none
   * @param stay whether nothing but a class loss reads the logits
   * @return [rows, classes], or what {@link HeldLogits} have for them
   */
  public INDArray logits(INDArray in, INDArray bias, boolean stay, LayerWorkspaceMgr workspaces) {
    INDArray dense = Dense.of(in, ArrayType.FF_WORKING_MEM, workspaces);
    int count = (int) (in.length() / size);
    synchronized (cuda) {
      bringWeights();
      cuda.upload(FloatMatrix.of(dense).buffer(), x.of(in.length()));
      Matrix out = Matrix.of(held.room(count, classes), count, classes);
      if (bias != null) {
        long row = ofClasses("biases", bias, 1).at();
        cuda.each("repeat_row", (long) count * classes, row, classes, out.at());
      }
      Matrix table = ofClasses("table", params, size);
      cuda.multiply(1, Matrix.of(x.at(), count, size), table.t(), bias != null, out);
      if (stay) {
        return held.place(count, classes);
      }
      long[] shape = {count, classes};
      INDArray logits =
          workspaces.createUninitialized(ArrayType.ACTIVATIONS, in.dataType(), shape, 'c');
      cuda.download(out.at(), FloatMatrix.of(logits).buffer());
      return logits;
    }
  }

  /**
   * Fills the gradient of what {@link #logits} was made from, and those of the parameters.
   *
   * @param above the gradient of the logits
   * @param ofIn c order
   * @param ofParams a row without gaps, to fill; null where {@link #embedBack} comes afterwards
   */
  public void logitsBack(INDArray above, INDArray bias, INDArray ofIn, INDArray ofParams) {
    int count = (int) (ofIn.length() / size);
    synchronized (cuda) {
      makeRoomForGradients();
      long at = HeldLogits.of(above) == held ? held.at() : put(Dense.of(above));
      Matrix up = Matrix.of(at, count, classes);
      Matrix ofTable = roomBack(params, size);
      cuda.multiply(1, up.t(), Matrix.of(x.at(), count, size), false, ofTable);
      back(ofTable, params);
      if (bias != null) {
        Matrix ofBias = roomBack(bias, 1);
        cuda.sums(at, count, classes, ofBias.at());
        back(ofBias, bias);
      }
      Matrix down = Matrix.of(cuda.scratch("rows", ofIn.length()), count, size);
      cuda.multiply(1, up, ofClasses("table", params, size), false, down);
      cuda.download(down.at(), FloatMatrix.of(ofIn).buffer());
      if (ofParams != null) {
        fetchGradients(ofParams);
      }
    }
  }
}
