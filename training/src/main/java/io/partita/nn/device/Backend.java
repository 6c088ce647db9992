package io.partita.nn.device;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What ND4J computes on in one JVM. It is chosen once, by whoever touches ND4J first, and cannot be
 * changed afterwards. Left alone, ND4J takes the GPU if it finds one and the processor if not;
 * {@link #load} leaves it no choice.
 */
public enum Backend {
  /** The processor, through nd4j-native; in every build. */
  NATIVE("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),

  /** NVIDIA GPUs, through nd4j-cuda; in a build with the Maven profile {@code cuda}. */
  CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

  /** What {@link #load} has made this JVM use. */
  private static Backend chosen;

  private final String className;

  Backend(String className) {
    this.className = className;
  }

  /** Whether this build has it; says nothing about the machine. */
  public boolean isInBuild() {
    return ND4JClassLoading.classPresentOnClasspath(className, Backend.class.getClassLoader());
  }

  /**
   * Makes this JVM use it. Doing so again changes nothing.
   *
   * @throws UserException if it does not work here
   * @throws IllegalStateException if this JVM uses another one already
   */
  public void load() {
    load(this);
  }

  private static synchronized void load(Backend backend) {
    if (chosen == backend) {
      return;
    }
    if (!backend.isInBuild()) {
      throw new UserException(
          Mistake.MISSING_TOOL, "This build of Partita has no " + backend + " backend.");
    }
    BlasKernels.choose();
    ClassLoader before = ND4JClassLoading.getNd4jClassloader();
    ND4JClassLoading.setNd4jClassloader(
        new OneBackend(Backend.class.getClassLoader(), backend.className));
    Backend loaded;
    try {
      loaded = loaded();
    } catch (LinkageError e) {
      throw new UserException(
          Mistake.NO_DEVICE,
          "ND4J's backend " + backend + " does not start on this machine; the log says why.",
          e);
    } finally {
      ND4JClassLoading.setNd4jClassloader(before);
    }
    if (loaded != backend) {
      throw new IllegalStateException(
          "ND4J computes on " + loaded + " in this JVM already, and was to compute on " + backend);
    }
    chosen = backend;
  }

  /** What this JVM computes on; lets ND4J choose where nobody has. */
  public static Backend loaded() {
    String name = Nd4j.getBackend().getClass().getName();
    return Arrays.stream(values())
        .filter(backend -> backend.className.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("ND4J computes on an unknown " + name));
  }

  /** What this JVM computes on and with how many threads, for a log. */
  public static String describeLoaded() {
    Backend loaded = loaded();
    int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    return loaded + ", " + threads + (threads == 1 ? " thread" : " threads");
  }

  /** As people call it: {@code cpu} or {@code cuda}. */
  @Override
  public String toString() {
    return this == NATIVE ? "cpu" : name().toLowerCase(Locale.ROOT);
  }
}
