package io.partita.training;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Environment;
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
    // ND4J's own operations, those of them that OpenMP runs, and matrix products have a number
    // each.
    Environment environment = Nd4j.getBackend().getEnvironment();
    environment.setMaxThreads(threads);
    environment.setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
  }
}
