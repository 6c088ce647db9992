package io.partita.nn.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A driver on the processor: the kernels compiled by g++, with what a GPU does not tell. Tests that
 * want it are skipped where there is no g++.
 */
public final class FakeDriver {
  /** The module that has the kernels, seen from this one or from another. */
  private static final Path MODULE =
      Files.exists(Path.of("src/main/cuda")) ? Path.of("") : Path.of("../training");

  static final Path KERNELS = MODULE.resolve("src/main/cuda/kernels.cu");

  private static final Path FAKES = MODULE.resolve("src/test/cuda");
  private static final Pattern KERNEL = Pattern.compile("(?m)^(EACH|TEAM) (\\w+)\\(");

  /** The one with the kernels as they are. */
  private static FakeDriver right;

  private final NativeLibrary library;

  private FakeDriver(NativeLibrary library) {
    this.library = library;
  }

  /** The GPU of a fake driver with our kernels and no cuBLAS, taken for this JVM. */
  public static Cuda take() {
    return right().open();
  }

  /** Leaves no driver, so that nothing takes its GPUs by itself. */
  public static void leave() {
    Cuda.forget();
  }

  public static synchronized FakeDriver right() {
    if (right == null) {
      right = of(source -> source);
    }
    return right;
  }

  /** One with other kernels, as with a fault. */
  public static FakeDriver of(UnaryOperator<String> change) {
    try {
      Path folder = Files.createTempDirectory("fake-driver");
      String source = Files.readString(KERNELS);
      String changed = change.apply(source);
      Files.writeString(folder.resolve("kernels.cu"), changed);
      StringBuilder kernels = new StringBuilder();
      KERNEL
          .matcher(changed)
          .results()
          .forEach(
              kernel ->
                  kernels
                      .append("KERNEL(")
                      .append(kernel.group(2))
                      .append(kernel.group(1).equals("TEAM") ? ",1) " : ",0) "));
      Path library =
          compile(
              folder,
              "libfakecuda.so",
              FAKES.resolve("fakecuda.cpp"),
              List.of(
                  "-I" + folder,
                  "-DEACH=extern \"C\" void",
                  "-DTEAM=extern \"C\" void",
                  "-DKERNELS=" + kernels));
      NativeLibrary loaded = NativeLibrary.getInstance(library.toString());
      delete(folder);
      return new FakeDriver(loaded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** cuBLAS's convention on the processor. */
  static Path cuBlas(Path folder) throws IOException {
    return compile(folder, "libfakecublas.so", FAKES.resolve("fakecublas.cpp"), List.of());
  }

  /**
   * @param name not the one that it takes the place of: JNA would find it by that ever after
   */
  private static Path compile(Path folder, String name, Path source, List<String> options)
      throws IOException {
    Path library = folder.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                "g++",
                "-std=c++17",
                "-O2",
                "-shared",
                "-fPIC",
                "-fno-strict-aliasing",
                "-ffp-contract=off",
                "-U_FORTIFY_SOURCE",
                "-Wl,-Bsymbolic"));
    command.addAll(options);
    command.addAll(List.of(source.toString(), "-o", library.toString()));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("Without g++ there is no fake driver: " + e.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return library;
  }

  /** Takes its GPU for this JVM, in place of the one before. */
  public Cuda open() {
    use();
    return Cuda.open(0);
  }

  /** Makes it the driver, none of whose GPUs is taken yet. */
  public void use() {
    Cuda.forget();
    Driver.use(library);
  }

  /**
   * @param which 0 from the first thread to the last, 1 from the last to the first, 2 shuffled
   */
  public void order(int which) {
    library.getFunction("fakeOrder").invoke(new Object[] {which});
  }

  /** Calls of a function since the last fault in it was planned, or ended. */
  public int calls(String function) {
    return library.getFunction("fakeCalls").invokeInt(new Object[] {function});
  }

  public void capacity(long bytes) {
    library.getFunction("fakeCapacity").invoke(new Object[] {bytes});
  }

  long used() {
    return library.getFunction("fakeUsed").invokeLong(new Object[0]);
  }

  /** Makes a function fail after some calls; 0 ends that. */
  public void fault(String function, int error, int callsBefore) {
    Function fault = library.getFunction("fakeFault");
    fault.invoke(new Object[] {function, error, callsBefore});
  }
}
