package io.partita.nn.device;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of its kernels OpenBLAS multiplies with. It knows processors by their numbers, and takes
 * one that is newer than itself for one of 2007, an EPYC of family 26 for a Barcelona: an update of
 * a Transformer then takes three times as long. What matters is which instructions a processor has.
 */
public final class BlasKernels {
  /** Variable of the environment that OpenBLAS reads a processor's name from as it is loaded. */
  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final int OVERWRITE = 1;

  private static boolean isChosen;

  private BlasKernels() {}

  /**
   * Chooses for this JVM, unless its environment has chosen. Whatever is to compute calls it before
   * it touches an array.
   */
  public static synchronized void choose() {
    if (isChosen) {
      return;
    }
    isChosen = true;
    if (System.getenv(VARIABLE) == null) {
      variables().forEach(BlasKernels::set);
    }
  }

  /** The same choice for the environment of another process; empty where OpenBLAS is to choose. */
  public static Map<String, String> variables() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .or(BlasKernels::ofMachine)
        .map(name -> Map.of(VARIABLE, name))
        .orElse(Map.of());
  }

  private static void set(String name, String value) {
    try {
      NativeLibrary.getProcess()
          .getFunction("setenv")
          .invokeInt(new Object[] {name, value, OVERWRITE});
    } catch (LinkageError e) {
      // A slow product is right, too.
    }
  }

  private static Optional<String> ofMachine() {
    try {
      return of(Files.readAllLines(PROCESSORS));
    } catch (IOException e) { // no Linux
      return Optional.empty();
    }
  }

  /**
   * OpenBLAS's name of the newest of its processors whose instructions a machine has.
   *
   * @param processors lines of Linux's {@code /proc/cpuinfo}
   * @return empty where OpenBLAS is to choose
   */
  static Optional<String> of(List<String> processors) {
    Set<String> has = values(processors, "flags");
    if (has.containsAll(List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"))) {
      return Optional.of("SkylakeX");
    }
    if (has.containsAll(List.of("avx2", "fma"))) {
      boolean isAmd = values(processors, "vendor_id").contains("AuthenticAMD");
      return Optional.of(isAmd ? "Zen" : "Haswell");
    }
    return Optional.empty();
  }

  /** Words of a field of the first processor. */
  private static Set<String> values(List<String> processors, String field) {
    return processors.stream()
        .map(line -> line.split("\\s*:\\s*", 2))
        .filter(line -> line[0].equals(field) && line.length == 2)
        .findFirst()
        .map(line -> Set.copyOf(List.of(line[1].strip().split("\\s+"))))
        .orElse(Set.of());
  }
}
