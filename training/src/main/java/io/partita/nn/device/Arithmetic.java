package io.partita.nn.device;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a JVM's networks compute with where there is a choice. All give the same but for the last
 * digits. It is chosen for the whole JVM, as its {@link Backend} is, and may be chosen again.
 */
public enum Arithmetic {
  /** OpenBLAS and loops over memory that they reach: 32-bit numbers on the processor only. */
  NATIVE,

  /** ND4J's operations on its arrays, which any of its backends has, that of GPUs too. */
  ND4J,

  /**
   * What our own kernels serve on an NVIDIA GPU, {@link io.partita.nn.device.cuda.Cuda}; all else
   * as {@link #NATIVE}. Arrays stay on the processor.
   */
  CUDA;

  private static volatile Arithmetic chosen = NATIVE;

  /** What ND4J computes on in a JVM that trains so. */
  public Backend backend() {
    return this == ND4J ? Backend.CUDA : Backend.NATIVE;
  }

  /** Makes this JVM compute so from now on: what begins after it, in all threads. */
  public void use() {
    chosen = this;
  }

  /** What this JVM computes with: never loops over memory that is on a GPU. */
  public static Arithmetic inUse() {
    boolean isOnProcessor =
        Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    return isOnProcessor ? chosen : ND4J;
  }
}
