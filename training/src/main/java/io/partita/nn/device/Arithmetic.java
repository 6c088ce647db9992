package io.partita.nn.device;

import java.util.Locale;
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

  /**
   * What trains where nobody asks for one.
   *
   * @param backend that it trains on
   */
  public static Arithmetic usualOn(Backend backend) {
    return backend == Backend.NATIVE ? NATIVE : ND4J;
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

  /** As the command line spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
