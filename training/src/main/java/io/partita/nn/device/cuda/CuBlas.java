package io.partita.nn.device.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** By cuBLAS, NVIDIA's own, wherever the machine has one that works with its driver. */
final class CuBlas {
  private static final List<String> NAMES =
      List.of("libcublas.so.13", "libcublas.so.12", "libcublas.so.11");

  private static final int PATIENCE_S = 10;

  /** Numbers of cuBLAS's math modes. */
  private static final int DEFAULT_MATH = 0;

  private static final int TF32_TENSOR_OP_MATH = 3;

  /** Whether the library was found that all GPUs use. */
  private static boolean isFound;

  private final long handle;
  private final String version;
  private boolean isTf32;

  /** The factors of a product and of what it is added to, 32 bits each; and their address. */
  private final Memory factors = new Memory(8);

  private final long factorsAt = Pointer.nativeValue(factors);

  private CuBlas(long handle, String version) {
    this.handle = handle;
    this.version = version;
  }

  static native int cublasCreate_v2(long handle);

  static native int cublasGetVersion_v2(long handle, long version);

  static native int cublasSetMathMode(long handle, int mode);

  static native int cublasSgemmStridedBatched(
      long handle,
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      long alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      long beta,
      long c,
      int ldc,
      long strideC,
      int count);

  /**
   * The newest that opens in the current context, as that of another GPU; empty where none does.
   */
  static synchronized Optional<CuBlas> find() {
    if (isFound) {
      return ofContext();
    }
    Optional<CuBlas> found =
        places(System.getenv(), pythonPath()).stream()
            .map(CuBlas::open)
            .flatMap(Optional::stream)
            .findFirst();
    isFound = found.isPresent();
    return found;
  }

  /** The one of a library; empty where that is not there, or does not work here. */
  static synchronized Optional<CuBlas> open(String library) {
    try {
      Native.register(CuBlas.class, NativeLibrary.getInstance(library));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
    Optional<CuBlas> opened = ofContext();
    if (opened.isEmpty()) {
      Native.unregister(CuBlas.class);
    }
    return opened;
  }

  private static Optional<CuBlas> ofContext() {
    try (Memory memory = new Memory(8)) {
      long out = Pointer.nativeValue(memory);
      if (cublasCreate_v2(out) == 0) {
        long handle = memory.getLong(0);
        if (cublasGetVersion_v2(handle, out) == 0) {
          int version = memory.getInt(0);
          return Optional.of(new CuBlas(handle, version / 10_000 + "." + version / 100 % 100));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where it may be: on the loader's path, in a toolkit, among Python's packages.
   *
   * @param python folders of Python's packages
   */
  static List<String> places(Map<String, String> environment, List<Path> python) {
    List<Path> folders = new ArrayList<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      if (environment.containsKey(variable)) {
        folders.add(Path.of(environment.get(variable), "lib64"));
      }
    }
    folders.add(Path.of("/usr/local/cuda/lib64"));
    for (Path packages : python) {
      for (String toolkit : List.of("cu13", "cublas")) {
        folders.add(packages.resolve("nvidia").resolve(toolkit).resolve("lib"));
      }
    }
    return Stream.concat(
            NAMES.stream(),
            folders.stream()
                .flatMap(folder -> NAMES.stream().map(folder::resolve))
                .filter(Files::isRegularFile)
                .map(Path::toString))
        .toList();
  }

  private static List<Path> pythonPath() {
    Process python = null;
    try {
      python =
          new ProcessBuilder("python3", "-c", "import sys; print('\\n'.join(sys.path))")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      python.getOutputStream().close();
      if (!python.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        return List.of();
      }
      String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().filter(line -> line.startsWith("/")).map(Path::of).toList();
    } catch (IOException e) {
      return List.of(); // without Python none of its packages
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      if (python != null) {
        python.destroyForcibly();
      }
    }
  }

  /** cuBLAS has columns one after another, so that a row of ours is a column: cᵀ = bᵀ·aᵀ. */
  void multiply(float scale, Matrix a, Matrix b, boolean add, Matrix c) {
    factors.setFloat(0, scale);
    factors.setFloat(4, add ? 1 : 0);
    int error =
        cublasSgemmStridedBatched(
            handle,
            b.transposed() ? 1 : 0,
            a.transposed() ? 1 : 0,
            c.columns(),
            c.rows(),
            a.columns(),
            factorsAt,
            b.at(),
            b.step(),
            b.next(),
            a.at(),
            a.step(),
            a.next(),
            factorsAt + 4,
            c.at(),
            c.step(),
            c.next(),
            c.count());
    check(error, "a product");
  }

  /** Whether products round their factors to TF32: 10 bits of fraction, for tensor cores. */
  void roundToTf32(boolean rounds) {
    check(cublasSetMathMode(handle, rounds ? TF32_TENSOR_OP_MATH : DEFAULT_MATH), "a math mode");
    isTf32 = rounds;
  }

  private void check(int error, String asked) {
    if (error != 0) {
      throw new IllegalStateException("cuBLAS " + version + " answers " + asked + " with " + error);
    }
  }

  @Override
  public String toString() {
    return "cuBLAS " + version + (isTf32 ? " in TF32" : "");
  }
}
