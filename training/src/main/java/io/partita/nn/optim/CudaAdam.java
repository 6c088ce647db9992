package io.partita.nn.optim;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Room;
import io.partita.nn.vertex.CudaRow;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's parameters, gradients and Adam's state on a GPU, and what an update does to them. */
final class CudaAdam {
  /** Values whose squares one thread sums at least, and threads at most. */
  private static final int SUMMED = 128;

  private static final int MOST_THREADS = 1 << 16;

  private final Cuda cuda = Cuda.opened();
  private final ComputationGraph network;
  private final FloatAdamUpdater updater;
  private final CudaRow row;
  private final long length;
  private final Room means = new Room(cuda);
  private final Room squares = new Room(cuda);
  private final Room gathered = new Room(cuda);

  CudaAdam(ComputationGraph network, FloatAdamUpdater updater) {
    this.network = network;
    this.updater = updater;
    this.row = new CudaRow(cuda, network.params());
    this.length = network.params().length();
  }

  /** Bytes copied by all that computes on this GPU until now. */
  long copied() {
    return cuda.copied();
  }

  /** Brings parameters and state to the GPU, unless they are there. */
  void begin() {
    synchronized (cuda) {
      if (!row.isPresent()) {
        cuda.enter();
        cuda.upload(buffer(updater.getM()), means.of(length));
        cuda.upload(buffer(updater.getV()), squares.of(length));
        row.begin();
      }
    }
  }

  /** Brings them back, unless they are. */
  void end() {
    synchronized (cuda) {
      if (row.isPresent()) {
        cuda.enter();
        cuda.download(means.at(), buffer(updater.getM()));
        cuda.download(squares.at(), buffer(updater.getV()));
        row.end();
      }
    }
  }

  void abandon() {
    row.abandon();
  }

  private static FloatBuffer buffer(INDArray row) {
    return FloatMatrix.of(row).buffer();
  }

  /** Makes the update of a backward pass. */
  void update() {
    synchronized (cuda) {
      cuda.enter();
      row.bringOthers(network.getUpdater().getFlattenedGradientsView());
      double share = 1.0 / network.batchSize();
      updater.update(this, share, network.getIterationCount(), network.getEpochCount());
      row.bringBackOthers();
    }
  }

  /**
   * Adds gradients to what was gathered.
   *
   * @param isFirst whether they are the first ones of an update
   */
  void gather(double weight, boolean isFirst) {
    int add = isFirst ? 0 : 1;
    cuda.each("adam_gather", length, row.gradients(), (float) weight, add, gathered.of(length));
  }

  /** The norm of gradients. */
  double norm(boolean ofGathered) {
    long threads = Math.min(MOST_THREADS, (length + SUMMED - 1) / SUMMED);
    long ofThreads = cuda.scratch("squares of threads", threads);
    long sum = cuda.scratch("sum of squares", 1);
    cuda.each("adam_squares", threads, gradients(ofGathered), length, ofThreads);
    cuda.sums(ofThreads, threads, 1, sum);
    float[] found = new float[1];
    cuda.download(sum, FloatBuffer.wrap(found));
    return Math.sqrt(found[0]);
  }

  private long gradients(boolean gatheredOnes) {
    return gatheredOnes ? gathered.at() : row.gradients();
  }

  /**
   * Adam's step, and the weights' decay.
   *
   * @param factor of the gradients
   * @param rate with the correction of the bias
   * @param decay share of the weights
   */
  void step(boolean ofGathered, double factor, double rate, double decay) {
    FloatAdam adam = (FloatAdam) updater.getConfig();
    cuda.each(
        "adam_step",
        length,
        gradients(ofGathered),
        (float) factor,
        means.at(),
        squares.at(),
        row.weights(),
        (float) rate,
        (float) adam.getBeta1(),
        (float) adam.getBeta2(),
        (float) adam.getEpsilon(),
        (float) decay);
  }
}
