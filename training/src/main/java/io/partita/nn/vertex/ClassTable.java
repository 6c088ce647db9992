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
 * A table with a row of each class, [classes, size], on a GPU: for an embedding, for logits, or for
 * both. Behind it in memory are the rows of bits, [bits, size], if any: the row of a class has
 * those of its bits added.
 */
public final class ClassTable extends CudaLayer {
  /** Rows whose sum one thread makes. */
  private static final int SUMMED = 64;

  private final INDArray rows;
  private final int classes;
  private final int size;
  private final int bits;
  private final Room x = new Room(cuda);
  private final HeldLogits held = new HeldLogits(cuda);

  /**
   * What an embedding adds to the rows of classes.
   *
   * @param bias [size]
   * @param ofSteps [steps, size]
   * @param ofBars [steps of a bar, size]
   */
  public record Added(INDArray bias, INDArray ofSteps, INDArray ofBars) {}

  /**
   * @param params of the vertex, a row without gaps
   * @param rows the part of it where the table and the rows of bits are
   * @param bits 2 to their power is at most the number of classes; 0 for none
   */
  public ClassTable(INDArray params, INDArray rows, int classes, int size, int bits) {
    super(params);
    this.rows = rows;
    this.classes = classes;
    this.size = size;
    this.bits = bits;
  }

  /** What classes have, with their bits and a bias: [classes, width]. */
  private long table(String name, INDArray of, int width, long bias) {
    long at = weight(of);
    if (bits == 0 && bias == 0) {
      return at;
    }
    long count = (long) classes * width;
    long table = cuda.scratch(name, count);
    cuda.each("class_table", count, at, at + 4 * count, bits, bias, width, table);
    return table;
  }

  /** Fills the gradients of the rows of bits from those of classes. */
  private void bitsBack(INDArray of, int width) {
    if (bits > 0) {
      long at = gradient(of);
      long ofBits = at + 4L * classes * width;
      cuda.each("class_bits", (long) bits * width, at, bits, width, ofBits);
    }
  }

  /**
   * Fills y with the rows of classes.
   *
   * @param added null for nothing
   * @param y [numbers.length, size] in any shape, c order
   */
  public void embed(int[] numbers, Added added, INDArray y) {
    synchronized (cuda) {
      bringWeights();
      long of = put("classes", floats(numbers));
      long table = table("table", rows, size, added == null ? 0 : weight(added.bias));
      long out = cuda.scratch("rows", y.length());
      long ofSteps = added == null ? 0 : weight(added.ofSteps);
      long ofBars = added == null ? 0 : weight(added.ofBars);
      int steps = added == null ? 1 : (int) added.ofSteps.size(0);
      int inBar = added == null ? 1 : (int) added.ofBars.size(0);
      cuda.each("embed_rows", y.length(), of, table, size, ofSteps, steps, ofBars, inBar, out);
      cuda.download(out, FloatMatrix.of(y).buffer());
    }
  }

  /**
   * Fills the gradients of all parameters.
   *
   * @param above the gradient of what was embedded, c order
   * @param tied whether the table's is added to that of logits, which was filled before
   * @param ofParams a row without gaps, to fill
   */
  public void embedBack(
      int[] numbers, Added added, INDArray above, boolean tied, INDArray ofParams) {
    synchronized (cuda) {
      makeRoomForGradients();
      long up = put("above", FloatMatrix.of(above).buffer());
      sumsByClass(numbers, up, tied);
      bitsBack(rows, size);
      if (added != null) {
        int steps = (int) added.ofSteps.size(0);
        int inBar = (int) added.ofBars.size(0);
        long ofSteps = gradient(added.ofSteps);
        cuda.sums(gradient(rows), classes, size, gradient(added.bias));
        cuda.sums(up, numbers.length / steps, steps * size, ofSteps);
        cuda.sums(ofSteps, steps / inBar, inBar * size, gradient(added.ofBars));
      }
      fetchGradients(ofParams);
    }
  }

  /** Sums of parts of a class's rows, then of its parts: a frequent class keeps nobody waiting. */
  private void sumsByClass(int[] numbers, long above, boolean add) {
    int[] starts = new int[classes + 1];
    for (int number : numbers) {
      starts[number + 1]++;
    }
    float[] parts = new float[classes + 2 + numbers.length / SUMMED];
    float[] ofClasses = new float[classes + 1];
    int count = 0;
    for (int number = 0; number < classes; number++) {
      int end = starts[number] + starts[number + 1];
      for (int first = starts[number]; first < end; first += SUMMED) {
        parts[count++] = first;
      }
      ofClasses[number + 1] = count;
      starts[number + 1] = end;
    }
    parts[count] = numbers.length;
    float[] order = new float[numbers.length];
    for (int row = 0; row < numbers.length; row++) {
      order[starts[numbers[row]]++] = row;
    }
    long values = (long) classes * size;
    long ofParts = cuda.scratch("parts", (long) count * size);
    long inOrder = put("order", order);
    long ofClass = put("parts of classes", ofClasses);
    cuda.each(
        "embed_sums",
        (long) count * size,
        above,
        inOrder,
        put("places of parts", parts),
        size,
        0,
        ofParts);
    cuda.each("embed_sums", values, ofParts, 0L, ofClass, size, add ? 1 : 0, gradient(rows));
  }

  /**
   * Makes rows times the table's transpose, and a bias.
   *
   * @param in [rows, size], in any shape
   * @param bias of classes, then of bits; null for none
   * @param stay whether nothing but a class loss reads them
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
        long ofClasses = table("biases", bias, 1, 0);
        cuda.each("repeat_row", (long) count * classes, ofClasses, classes, out.at());
      }
      cuda.multiply(1, Matrix.of(x.at(), count, size), matrix().t(), bias != null, out);
      if (stay) {
        return held.place(count, classes);
      }
      INDArray logits =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, in.dataType(), new long[] {count, classes}, 'c');
      cuda.download(out.at(), FloatMatrix.of(logits).buffer());
      return logits;
    }
  }

  private Matrix matrix() {
    return Matrix.of(table("table", rows, size, 0), classes, size);
  }

  /**
   * Fills the gradient of what {@link #logits} was made from, and those of the parameters.
   *
   * @param above the gradient of the logits
   * @param ofIn c order
   * @param ofParams a row without gaps, to fill; null where an embedding has the table, too, and
   *     goes back afterwards
   */
  public void logitsBack(INDArray above, INDArray bias, INDArray ofIn, INDArray ofParams) {
    int count = (int) (ofIn.length() / size);
    synchronized (cuda) {
      makeRoomForGradients();
      long at =
          HeldLogits.of(above) == held
              ? held.at()
              : put("above", FloatMatrix.of(Dense.of(above)).buffer());
      Matrix up = Matrix.of(at, count, classes);
      Matrix ofRows = Matrix.of(gradient(rows), classes, size);
      cuda.multiply(1, up.t(), Matrix.of(x.at(), count, size), false, ofRows);
      bitsBack(rows, size);
      if (bias != null) {
        cuda.sums(at, count, classes, gradient(bias));
        bitsBack(bias, 1);
      }
      long down = cuda.scratch("rows", ofIn.length());
      cuda.multiply(1, up, matrix(), false, Matrix.of(down, count, size));
      cuda.download(down, FloatMatrix.of(ofIn).buffer());
      if (ofParams != null) {
        fetchGradients(ofParams);
      }
    }
  }

  private long put(String name, float... values) {
    return put(name, FloatBuffer.wrap(values));
  }

  private long put(String name, FloatBuffer values) {
    long at = cuda.scratch(name, values.limit());
    cuda.upload(values, at);
    return at;
  }

  private static float[] floats(int[] numbers) {
    float[] floats = new float[numbers.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = numbers[k];
    }
    return floats;
  }
}
