package io.partita.nn.vertex;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Room;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logits [rows, classes] on a GPU, which a class loss turns to their gradient there. An array on
 * the processor stands for them in DL4J's graph: no numbers, so that whoever reads it finds out.
 */
public final class HeldLogits {
  private static final Map<Long, WeakReference<HeldLogits>> HELD = new ConcurrentHashMap<>();

  private final Cuda cuda;
  private final Room logits;
  private final Room labels;
  private final Room nats;
  private INDArray place = Nd4j.empty(DataType.FLOAT);
  private boolean turned;

  HeldLogits(Cuda cuda) {
    this.cuda = cuda;
    this.logits = new Room(cuda);
    this.labels = new Room(cuda);
    this.nats = new Room(cuda);
  }

  /** Those that an array stands for; null where it holds numbers itself. */
  public static HeldLogits of(INDArray array) {
    WeakReference<HeldLogits> held = array.isEmpty() ? null : HELD.get(CudaRow.address(array));
    return held == null ? null : held.get();
  }

  /** The address of room for logits, which are about to be made. */
  long room(long rows, long classes) {
    turned = false;
    return logits.of(rows * classes);
  }

  /** What stands for the logits that were made. */
  INDArray place(long rows, long classes) {
    if (place.isEmpty() || place.size(0) != rows || place.size(1) != classes) {
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        place = Nd4j.valueArrayOf(new long[] {rows, classes}, Float.NaN, DataType.FLOAT);
      }
      HELD.put(CudaRow.address(place), new WeakReference<>(this));
    }
    return place;
  }

  /** Where they are, or where their gradient is once the loss was asked for. */
  long at() {
    return logits.at();
  }

  /**
   * The loss of each row, nats.
   *
   * @param of [rows, 2]: each row's class and the weight of its loss
   */
  public double[] nats(INDArray of) {
    float[] found = new float[(int) of.size(0)];
    synchronized (cuda) {
      turn(of);
      cuda.download(nats.at(), FloatBuffer.wrap(found));
    }
    return Doubles.of(found);
  }

  /**
   * What stands for the gradient of the loss.
   *
   * @param of [rows, 2]: each row's class and the weight of its loss
   */
  public INDArray gradient(INDArray of) {
    synchronized (cuda) {
      turn(of);
    }
    return place;
  }

  private void turn(INDArray of) {
    if (!turned) {
      cuda.enter();
      cuda.upload(FloatMatrix.of(Dense.of(of)).buffer(), labels.of(of.length()));
      int classes = (int) place.size(1);
      long rows = of.size(0);
      cuda.teams("class_loss", rows, 1, logits.at(), labels.at(), classes, nats.of(rows));
      turned = true;
    }
  }
}
