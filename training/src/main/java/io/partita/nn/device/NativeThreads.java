package io.partita.nn.device;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads ND4J and OpenBLAS compute with. More of them than cores, over all workers of a
 * machine, make training several times slower, not faster: workers of Spark compute with the cores
 * of their task, one unless {@code spark.task.cpus} says otherwise.
 */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * Sets the number for this JVM and the calling thread. OpenMP counts by thread, so every thread
   * that trains has to call it.
   *
   * @param threads 1 or more
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Threads must be 1 or more, not " + threads);
    }
    BlasKernels.choose();
    // ND4J's operations have a number, those that OpenMP runs another, matrix products a third. The
    // first cannot pass OMP_NUM_THREADS of the process, or the cores where that is not set.
    Nd4j.getBackend().getEnvironment().setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
  }
}
