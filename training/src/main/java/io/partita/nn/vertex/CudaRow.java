package io.partita.nn.vertex;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Room;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * All parameters of a network, their gradients and Adam's state on a GPU, a row each, from {@link
 * #begin} to {@link #end}. In between the parameters of a {@link CudaLayer} are right there alone,
 * and those of other vertices in both places.
 */
public final class CudaRow {
  /** Without one whose training has failed, once nobody can reach it. */
  private static final Set<CudaRow> PRESENT =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Values whose squares one thread sums at least, and threads at most. */
  private static final int SUMMED = 128;

  private static final int MOST_THREADS = 1 << 16;

  private final Cuda cuda = Cuda.opened();
  private final INDArray params;
  private final INDArray state;
  private final long length;
  private final Room weights = new Room(cuda);
  private final Room gradients = new Room(cuda);
  private final Room moments = new Room(cuda);
  private final Room gathered = new Room(cuda);

  /** The numbers whose gradients this pass has left on the GPU. */
  private final BitSet filled = new BitSet();

  /**
   * @param params of a network, one row of 32-bit numbers
   * @param state of Adam: means, then means of squares
   */
  public CudaRow(INDArray params, INDArray state) {
    this.params = params;
    this.state = state;
    this.length = params.length();
  }

  static long address(INDArray array) {
    return array.data().addressPointer().address();
  }

  /** The one that has a vertex's parameters now; null without one. */
  static CudaRow with(INDArray part) {
    for (CudaRow row : PRESENT.toArray(CudaRow[]::new)) {
      long offset = row.offset(part);
      if (offset >= 0 && offset < 4 * row.length) {
        return row;
      }
    }
    return null;
  }

  /** Makes a vertex's parameters right on the processor, too. */
  static void bringBack(INDArray part) {
    CudaRow row = with(part);
    if (row != null) {
      synchronized (row.cuda) {
        row.cuda.enter();
        row.cuda.download(row.weights(part), FloatMatrix.of(part).buffer());
      }
    }
  }

  private long offset(INDArray part) {
    return address(part) - address(params);
  }

  long weights(INDArray part) {
    return weights.at() + offset(part);
  }

  long gradients(INDArray part) {
    return gradients.at() + offset(part);
  }

  /** The gradients of a vertex's parameters are there. */
  void filled(INDArray part) {
    int first = (int) (offset(part) / 4);
    filled.set(first, first + (int) part.length());
  }

  /** Bytes copied by all that computes on this GPU until now. */
  public long copied() {
    return cuda.copied();
  }

  /** Brings parameters and state to the GPU, unless they are there. */
  public void begin() {
    synchronized (cuda) {
      if (!PRESENT.contains(this)) {
        cuda.enter();
        cuda.upload(FloatMatrix.of(params).buffer(), weights.of(length));
        cuda.upload(FloatMatrix.of(state).buffer(), moments.of(2 * length));
        gradients.of(length);
        filled.clear();
        PRESENT.add(this);
      }
    }
  }

  /** Brings them back, unless they are. */
  public void end() {
    synchronized (cuda) {
      if (PRESENT.contains(this)) {
        cuda.enter();
        cuda.download(weights.at(), FloatMatrix.of(params).buffer());
        cuda.download(moments.at(), FloatMatrix.of(state).buffer());
        PRESENT.remove(this);
      }
    }
  }

  /**
   * Makes an update after a backward pass: brings the gradients that vertices on the processor have
   * made, and brings their parameters back.
   *
   * @param ofParams all gradients, a row
   */
  public void update(INDArray ofParams, Runnable step) {
    synchronized (cuda) {
      cuda.enter();
      FloatBuffer from = FloatMatrix.of(ofParams).buffer();
      others((first, count) -> cuda.upload(from.slice(first, count), gradients.at() + 4L * first));
      step.run();
      FloatBuffer to = FloatMatrix.of(params).buffer();
      others((first, count) -> cuda.download(weights.at() + 4L * first, to.slice(first, count)));
      filled.clear();
    }
  }

  /** Takes the first place and the count of what is not filled. */
  private void others(BiConsumer<Integer, Integer> copy) {
    filled.set((int) length); // where the last ones end
    for (int first = filled.nextClearBit(0); first < length; ) {
      int end = filled.nextSetBit(first);
      copy.accept(first, end - first);
      first = filled.nextClearBit(end);
    }
  }

  /**
   * Adds gradients to what was gathered; the sum takes their place.
   *
   * @param isFirst whether they are the first ones of an update
   */
  public void gather(double weight, boolean isFirst) {
    int add = isFirst ? 0 : 1;
    cuda.each("adam_gather", length, gradients.at(), (float) weight, add, gathered.of(length));
  }

  /** The Euclidean norm of the gradients. */
  public double norm() {
    long threads = Math.min(MOST_THREADS, (length + SUMMED - 1) / SUMMED);
    long ofThreads = cuda.scratch("squares of threads", threads);
    long sum = cuda.scratch("sum of squares", 1);
    cuda.each("adam_squares", threads, gradients.at(), length, ofThreads);
    cuda.sums(ofThreads, threads, 1, sum);
    float[] found = new float[1];
    cuda.download(sum, FloatBuffer.wrap(found));
    return Math.sqrt(found[0]);
  }

  /**
   * Adam's step, and the weights' decay.
   *
   * @param factor of the gradients
   * @param rate with the correction of the bias
   * @param decay share of the weights
   */
  public void step(double factor, Adam adam, double rate, double decay) {
    cuda.each(
        "adam_step",
        length,
        gradients.at(),
        (float) factor,
        moments.at(),
        moments.at() + 4 * length,
        weights.at(),
        (float) rate,
        (float) adam.getBeta1(),
        (float) adam.getBeta2(),
        (float) adam.getEpsilon(),
        (float) decay);
  }
}
