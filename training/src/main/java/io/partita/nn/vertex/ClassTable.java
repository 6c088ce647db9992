package io.partita.nn.vertex;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A table [rows, size] on a GPU, the first of a vertex's parameters, that embeds classes, makes
 * their logits, or both. Its rows are those of classes, of bits of a class's number, of steps, of
 * steps in their bar, and a bias; all that a class at its step has are added. These are products
 * with ones and zeros, as dear as logits, so that sums have a fixed order.
 */
public final class ClassTable extends CudaLayer {
  /** By the address of the array that stands for their logits. */
  private static final Map<Long, WeakReference<ClassTable>> HOLDERS = new ConcurrentHashMap<>();

  private final INDArray params;
  private final int classes;
  private final int size;
  private final int bits;
  private final int steps;
  private final int inBar;
  private final int rows;

  private final Room numbers = new Room(cuda);
  private final Room logits = new Room(cuda);

  /** What stands for the logits on the processor; null before it does. */
  private INDArray place;

  /** Null until they are computed; from then on their gradient is in the place of the logits. */
  private double[] nats;

  /**
   * @param params of the vertex, a row without gaps
   * @param bits of a class's number, from the lowest, that have rows
   * @param steps of a sequence; 0 without rows of steps and of bars, and a bias
   */
  public ClassTable(INDArray params, int classes, int size, int bits, int steps, int inBar) {
    super(params);
    this.params = params;
    this.classes = classes;
    this.size = size;
    this.bits = bits;
    this.steps = steps;
    this.inBar = inBar;
    this.rows = classes + bits + (steps == 0 ? 0 : steps + inBar + 1);
  }

  /** The one whose logits an array stands for; null where the array has numbers itself. */
  public static ClassTable behind(INDArray array) {
    WeakReference<ClassTable> holder =
        HOLDERS.isEmpty() ? null : HOLDERS.get(CudaRow.address(array));
    return holder == null ? null : holder.get();
  }

  /**
   * Ones for the rows that each class has, [count, rows].
   *
   * @param of numbers of classes; 0 for 0, 1, 2 …
   */
  private Matrix ones(long of, int count) {
    long all = (long) count * rows;
    long ones = cuda.scratch("ones", all);
    cuda.each("class_rows", all, of, classes, bits, steps, inBar, rows, ones);
    return Matrix.of(ones, count, rows);
  }

  private Matrix table(long at) {
    return Matrix.of(at, rows, size);
  }

  private Matrix scratch(String name, int count, int columns) {
    return Matrix.of(cuda.scratch(name, (long) count * columns), count, columns);
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
      Matrix out = scratch("rows", count, size);
      cuda.multiply(1, ones(numbers.at(), count), table(weight(params)), false, out);
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
      Matrix up = scratch("above", count, size);
      cuda.upload(FloatMatrix.of(above).buffer(), up.at());
      cuda.multiply(1, ones(numbers.at(), count).t(), up, tied, table(gradient(params)));
      fetchGradients(ofParams);
    }
  }

  /**
   * Makes x times the table's transpose, plus a bias.
   *
   * @param in [count, size], in any shape
   * @param bias of each row of the table; null for none
   * @param stay whether nothing but a class loss reads them: {@link #behind} finds them then
   * @return [count, classes]
   */
  public INDArray logits(INDArray in, INDArray bias, boolean stay, LayerWorkspaceMgr workspaces) {
    INDArray dense = Dense.of(in, ArrayType.FF_WORKING_MEM, workspaces);
    int count = (int) (in.length() / size);
    synchronized (cuda) {
      bringWeights();
      cuda.upload(FloatMatrix.of(dense).buffer(), x.of(in.length()));
      Matrix out = Matrix.of(logits.of((long) count * classes), count, classes);
      Matrix parts = bits == 0 ? out : scratch("of all rows", count, rows);
      if (bias != null) {
        cuda.each("repeat_row", (long) count * rows, weight(bias), rows, 1, parts.at());
      }
      Matrix table = table(weight(params));
      cuda.multiply(1, Matrix.of(x.at(), count, size), table.t(), bias != null, parts);
      if (bits > 0) {
        cuda.multiply(1, parts, ones(0, classes).t(), false, out);
      }
      nats = null;
      if (stay) {
        return place(count);
      }
      long[] shape = {count, classes};
      INDArray found =
          workspaces.createUninitialized(ArrayType.ACTIVATIONS, in.dataType(), shape, 'c');
      cuda.download(out.at(), FloatMatrix.of(found).buffer());
      return found;
    }
  }

  /** No numbers, so that nobody takes them for logits. */
  private INDArray place(int count) {
    if (place == null || place.size(0) != count) {
      if (place != null) {
        HOLDERS.remove(CudaRow.address(place)); // which another array may have next
      }
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        place = Nd4j.valueArrayOf(new long[] {count, classes}, Float.NaN, DataType.FLOAT);
      }
      HOLDERS.put(CudaRow.address(place), new WeakReference<>(this));
    }
    return place;
  }

  /**
   * The cross-entropy of the softmax of logits that stayed, nats. Its gradient takes their place.
   *
   * @param labels [count, 2]: each row's class and the weight of its loss
   */
  public double[] nats(INDArray labels) {
    synchronized (cuda) {
      if (nats == null) {
        cuda.enter();
        float[] found = new float[(int) labels.size(0)];
        long of = cuda.scratch("labels", 2L * found.length);
        cuda.upload(FloatMatrix.of(Dense.of(labels)).buffer(), of);
        long losses = cuda.scratch("nats", found.length);
        cuda.teams("class_loss", found.length, 1, logits.at(), of, classes, losses);
        cuda.download(losses, FloatBuffer.wrap(found));
        nats = Doubles.of(found);
      }
      return nats;
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
      Matrix up = Matrix.of(logits.at(), count, classes);
      if (behind(above) != this) {
        cuda.upload(FloatMatrix.of(Dense.of(above)).buffer(), up.at());
      }
      Matrix parts = bits == 0 ? up : scratch("of all rows", count, rows);
      if (bits > 0) {
        cuda.multiply(1, up, ones(0, classes), false, parts);
      }
      cuda.multiply(1, parts.t(), Matrix.of(x.at(), count, size), false, table(gradient(params)));
      if (bias != null) {
        cuda.sums(parts.at(), count, rows, gradient(bias));
      }
      Matrix down = scratch("rows", count, size);
      cuda.multiply(1, parts, table(weight(params)), false, down);
      cuda.download(down.at(), FloatMatrix.of(ofIn).buffer());
      if (ofParams != null) {
        fetchGradients(ofParams);
      }
    }
  }
}
