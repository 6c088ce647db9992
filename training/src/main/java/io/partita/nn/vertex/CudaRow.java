package io.partita.nn.vertex;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Room;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All parameters of a network and their gradients on a GPU, a row each, from {@link #begin} to
 * {@link #end}. In between the parameters of a {@link CudaLayer} are right there alone, and those
 * of other vertices in both places: nobody but vertices reads the network's own row. Callers hold
 * the lock of the {@link Cuda}.
 */
public final class CudaRow {
  private static final List<CudaRow> PRESENT = new CopyOnWriteArrayList<>();

  private final Cuda cuda;
  private final INDArray params;
  private final Room weights;
  private final Room gradients;

  /** Numbers from one until another whose gradients this pass has left on the GPU. */
  private final Map<Long, Long> filled = new TreeMap<>();

  /** What becomes of numbers from one on, so many. */
  private interface Copy {
    void of(int first, int count);
  }

  /**
   * @param params of a network, one row of 32-bit numbers
   */
  public CudaRow(Cuda cuda, INDArray params) {
    this.cuda = cuda;
    this.params = params;
    this.weights = new Room(cuda);
    this.gradients = new Room(cuda);
  }

  static long address(INDArray array) {
    return array.data().addressPointer().address();
  }

  /** The one that has a vertex's parameters now; null without one. */
  static CudaRow with(INDArray part) {
    for (CudaRow row : PRESENT) {
      long offset = row.offset(part);
      if (offset >= 0 && offset < 4 * row.params.length()) {
        return row;
      }
    }
    return null;
  }

  private long offset(INDArray part) {
    return address(part) - address(params);
  }

  /** Whether the GPU has the parameters. */
  public boolean isPresent() {
    return PRESENT.contains(this);
  }

  /** Brings the parameters to the GPU, where they stay. */
  public void begin() {
    cuda.upload(FloatMatrix.of(params).buffer(), weights.of(params.length()));
    gradients.of(params.length());
    filled.clear();
    PRESENT.add(this);
  }

  /** Brings them back. */
  public void end() {
    cuda.download(weights.at(), FloatMatrix.of(params).buffer());
    PRESENT.remove(this);
  }

  /** Leaves them: the network's own row is not right any more. */
  public void abandon() {
    PRESENT.remove(this);
  }

  public long weights() {
    return weights.at();
  }

  public long gradients() {
    return gradients.at();
  }

  long weights(INDArray part) {
    return weights.at() + offset(part);
  }

  long gradients(INDArray part) {
    return gradients.at() + offset(part);
  }

  /** The gradients of a vertex's parameters are there. */
  void filled(INDArray part) {
    long first = offset(part) / 4;
    filled.put(first, first + part.length());
  }

  /**
   * After a backward pass: brings the gradients that vertices on the processor have made.
   *
   * @param ofParams all gradients, a row
   */
  public void bringOthers(INDArray ofParams) {
    FloatBuffer from = FloatMatrix.of(ofParams).buffer();
    others((first, count) -> cuda.upload(from.slice(first, count), gradients.at() + 4L * first));
  }

  /** After an update: brings back the parameters of those vertices, and awaits another pass. */
  public void bringBackOthers() {
    FloatBuffer to = FloatMatrix.of(params).buffer();
    others((first, count) -> cuda.download(weights.at() + 4L * first, to.slice(first, count)));
    filled.clear();
  }

  private void others(Copy copy) {
    long first = 0;
    for (Map.Entry<Long, Long> part : filled.entrySet()) {
      if (part.getKey() > first) {
        copy.of((int) first, (int) (part.getKey() - first));
      }
      first = part.getValue();
    }
    if (first < params.length()) {
      copy.of((int) first, (int) (params.length() - first));
    }
  }
}
