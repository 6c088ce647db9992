package io.partita.nn.device.cuda;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java, driver and kernels together on a fake driver, whose kernels g++ compiles. */
class CudaTest {
  /** More than half of a team. */
  private static final int COLUMNS = 100;

  private static final int NO_DEVICE = 100;
  private static final int OUT_OF_MEMORY = 2;
  private static final int ECC = 214;
  private static final int INVALID_PTX = 218;
  private static final int UNSUPPORTED_PTX = 222;

  private final SplittableRandom random = new SplittableRandom(5);

  @TempDir private Path folder;

  @AfterEach
  void noFaults() {
    Cuda.forget();
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static long put(Cuda cuda, String name, float... values) {
    long at = cuda.scratch(name, values.length);
    cuda.upload(FloatBuffer.wrap(values), at);
    return at;
  }

  private static float[] get(Cuda cuda, long at, int count) {
    FloatBuffer values = FloatBuffer.allocate(count);
    cuda.download(at, values);
    return values.array();
  }

  private interface Products {
    void multiply(float scale, Matrix a, Matrix b, boolean add, Matrix c);
  }

  /** Of odd sizes, transposed or not, of rows with gaps, of several at once, added or not. */
  private void assertProducts(Cuda cuda, Products products) {
    int[][] sizes = {
      {1, 1, 1, 1}, {64, 64, 16, 1}, {65, 33, 17, 2}, {5, 70, 3, 4}, {130, 7, 40, 1}
    };
    for (int[] size : sizes) {
      for (int way = 0; way < 8; way++) {
        assertProduct(cuda, products, size, (way & 1) != 0, (way & 2) != 0, (way & 4) != 0);
      }
    }
  }

  private void assertProduct(
      Cuda cuda, Products products, int[] size, boolean acrossA, boolean acrossB, boolean add) {
    int m = size[0];
    int n = size[1];
    int k = size[2];
    int count = size[3];
    int stepA = (acrossA ? m : k) + 3;
    int stepB = (acrossB ? k : n) + 1;
    int stepC = n + 2;
    int nextA = stepA * (acrossA ? k : m);
    int nextB = stepB * (acrossB ? n : k);
    int nextC = stepC * m;
    float[] a = numbers(nextA * count);
    float[] b = numbers(nextB * count);
    float[] c = numbers(nextC * count);
    Matrix ofC = new Matrix(put(cuda, "c", c), m, n, stepC, nextC, count, false);
    products.multiply(
        0.5f,
        new Matrix(put(cuda, "a", a), m, k, stepA, nextA, count, acrossA),
        new Matrix(put(cuda, "b", b), k, n, stepB, nextB, count, acrossB),
        add,
        ofC);
    float[] found = get(cuda, ofC.at(), c.length);
    for (int at = 0; at < c.length; at++) {
      int z = at / nextC;
      int i = at % nextC / stepC;
      int j = at % stepC;
      double expected = c[at];
      if (j < n) {
        double sum = 0;
        for (int q = 0; q < k; q++) {
          double ofA = a[z * nextA + (acrossA ? q * stepA + i : i * stepA + q)];
          sum += ofA * b[z * nextB + (acrossB ? j * stepB + q : q * stepB + j)];
        }
        expected = 0.5 * sum + (add ? c[at] : 0);
      }
      assertThat((double) found[at]).as("number %d", at).isCloseTo(expected, within(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void ownProductsAreThoseOfDoublesInEveryOrderOfThreads(int order) {
    FakeDriver driver = FakeDriver.right();
    Cuda cuda = driver.open();
    driver.order(order);
    assertProducts(cuda, cuda::multiplyByKernel);
    driver.order(0);
  }

  @Test
  void productsOfCuBlasAreThoseOfDoubles() throws IOException {
    Cuda cuda = FakeDriver.take();
    CuBlas found = CuBlas.open(FakeDriver.cuBlas(folder).toString()).orElseThrow();
    assertThat(found).hasToString("cuBLAS 12.8");
    assertProducts(cuda, found::multiply);
    assertThat(CuBlas.open(folder.resolve("libcublas.so.13").toString())).isEmpty();
  }

  /** Ten bits of fraction: wrong in the fourth digit. */
  @Test
  void cuBlasRoundsToTf32WhereItIsAskedTo() throws IOException {
    Cuda cuda = FakeDriver.take();
    CuBlas found = CuBlas.open(FakeDriver.cuBlas(folder).toString()).orElseThrow();
    Matrix third = Matrix.of(put(cuda, "a", 1f / 3), 1, 1);
    Matrix one = Matrix.of(put(cuda, "b", 1), 1, 1);
    Matrix product = Matrix.of(cuda.scratch("c", 1), 1, 1);
    for (boolean rounds : new boolean[] {true, false}) {
      found.roundToTf32(rounds);
      found.multiply(1, third, one, false, product);
      assertThat(Math.abs(get(cuda, product.at(), 1)[0] - 1f / 3) > 1e-5).isEqualTo(rounds);
      assertThat(found.toString().contains("TF32")).isEqualTo(rounds);
    }
    assertThatMistake(() -> cuda.multiplyInTf32(true)).is(Mistake.NO_DEVICE).names("--tf32");
  }

  @Test
  void cuBlasIsLookedForInToolkitsAndPackages() throws IOException {
    Path packages = folder.resolve("nvidia/cu13/lib");
    Path toolkit = folder.resolve("toolkit/lib64");
    Path file = Files.createFile(Files.createDirectories(packages).resolve("libcublas.so.13"));
    Path older = Files.createFile(Files.createDirectories(toolkit).resolve("libcublas.so.11"));
    Map<String, String> environment = Map.of("CUDA_HOME", folder.resolve("toolkit").toString());
    assertThat(CuBlas.places(environment, List.of(folder)))
        .startsWith("libcublas.so.13", "libcublas.so.12", "libcublas.so.11", older.toString())
        .endsWith(file.toString());
  }

  @Test
  void sumsOfColumnsAreThoseOfDoublesAndTheSameBitsInEveryOrder() {
    FakeDriver driver = FakeDriver.right();
    Cuda cuda = driver.open();
    float[] x = numbers(150 * 3);
    long rows = put(cuda, "x", x);
    long sums = cuda.scratch("y", 3);
    cuda.sums(rows, 150, 3, sums);
    float[] found = get(cuda, sums, 3);
    for (int column = 0; column < 3; column++) {
      double sum = 0;
      for (int row = 0; row < 150; row++) {
        sum += x[row * 3 + column];
      }
      assertThat((double) found[column]).isCloseTo(sum, within(1e-5));
    }
    driver.order(2);
    cuda.sums(rows, 150, 3, sums);
    assertThat(get(cuda, sums, 3)).isEqualTo(found);
    driver.order(0);
  }

  private static float[] normalised(FakeDriver driver, int order, float... x) {
    Cuda cuda = driver.open();
    driver.order(order);
    long y = cuda.scratch("y", x.length);
    float[] ones = new float[COLUMNS];
    Arrays.fill(ones, 1);
    long gamma = put(cuda, "gamma", ones);
    long beta = put(cuda, "beta", new float[COLUMNS]);
    int rows = x.length / COLUMNS;
    cuda.teams("normalise", rows, 1, put(cuda, "x", x), gamma, beta, y, COLUMNS);
    return get(cuda, y, x.length);
  }

  /** A team waits at a barrier until all of it are there; where one is missing, order decides. */
  @InTurn
  @Test
  void aMissingBarrierShowsInAnotherOrder() {
    float[] x = numbers(3 * COLUMNS);
    float[] expected = normalised(FakeDriver.right(), 0, x);
    assertThat(normalised(FakeDriver.right(), 1, x)).isEqualTo(expected);
    assertThat(normalised(FakeDriver.right(), 2, x)).isEqualTo(expected);
    FakeDriver.right().order(0);
    FakeDriver wrong = with("  *own = value;\n  __syncthreads();", "  *own = value;");
    assertThat(normalised(wrong, 0, x)).isNotEqualTo(expected);
  }

  @InTurn
  @Test
  void aBarrierThatSomeThreadsDoNotReachIsFound() {
    FakeDriver wrong =
        with(
            "    if (threadIdx.x < half) *own =",
            "    if (threadIdx.x >= half) return 0;\n    *own =");
    assertThatThrownBy(() -> normalised(wrong, 0, numbers(COLUMNS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
  }

  @InTurn
  @Test
  void aWriteBehindTheEndIsFound() {
    FakeDriver wrong = with("if (at >= n) return", "if (at > n) return");
    Cuda cuda = wrong.open();
    long x = put(cuda, "x", numbers(7));
    long y = cuda.scratch("y", 7);
    cuda.each("gelu", 7, x, y);
    assertThatThrownBy(() -> get(cuda, y, 7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
  }

  /** The slope by central differences of GELU in doubles. */
  private double worstSlope(FakeDriver driver) {
    Cuda cuda = driver.open();
    float[] x = numbers(300);
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    long slopes = put(cuda, "y", ones);
    cuda.each("gelu_back", x.length, put(cuda, "x", x), slopes);
    float[] found = get(cuda, slopes, x.length);
    double worst = 0;
    for (int k = 0; k < x.length; k++) {
      double slope = (gelu(x[k] + 1e-5) - gelu(x[k] - 1e-5)) / 2e-5;
      worst = Math.max(worst, Math.abs(found[k] - slope));
    }
    return worst;
  }

  private static double gelu(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  @InTurn
  @Test
  void aWrongSlopeIsFound() {
    assertThat(worstSlope(FakeDriver.right())).isLessThan(1e-5);
    assertThat(worstSlope(with("(1 + 3 * cube)", "(1 + 2 * cube)"))).isGreaterThan(1e-3);
  }

  private static FakeDriver with(String right, String wrong) {
    UnaryOperator<String> plant =
        source -> {
          assertThat(source).contains(right);
          int at = source.indexOf(right);
          return source.substring(0, at) + wrong + source.substring(at + right.length());
        };
    return FakeDriver.of(plant);
  }

  @Test
  void gpusAreListed() {
    FakeDriver.right().use();
    CudaGpu.Found found = CudaGpu.look();
    assertThat(found.cuda()).isEqualTo("12.8");
    assertThat(found.gpus())
        .containsExactly(
            new CudaGpu(0, "Fake 0", "9.0", 1 << 30), new CudaGpu(1, "Fake 1", "9.0", 1 << 30));
    assertThat(Cuda.open(1).toString()).contains("GPU 1", "Fake 1", "9.0", "1,024 MiB");
    assertThat(Cuda.open(0)).isNotSameAs(Cuda.open(1)).isSameAs(Cuda.open(0));
    Cuda own = Cuda.open(1);
    assertThat(Cuda.opened()).isSameAs(own);
    assertThat(
            CompletableFuture.supplyAsync(Cuda::opened, command -> new Thread(command).start())
                .join())
        .as("of a thread that has chosen none")
        .isSameAs(Cuda.open(0));
  }

  private static void assertRefused(String function, int error, String... names) {
    FakeDriver driver = FakeDriver.right();
    driver.use();
    driver.fault(function, error, 0);
    try {
      assertThatMistake(() -> Cuda.open(0)).is(Mistake.NO_DEVICE).names((Object[]) names);
    } finally {
      driver.fault(function, 0, 0);
    }
  }

  @Test
  void withoutAGpuOrWithAnOldDriverTheProcessorIsNamed() {
    assertRefused("cuInit", NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "--device cpu");
    assertRefused("cuDeviceGetCount", NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "--device cpu");
    assertRefused("cuModuleLoadData", INVALID_PTX, "CUDA_ERROR_INVALID_PTX", "--device cpu");
    assertRefused(
        "cuModuleLoadData", UNSUPPORTED_PTX, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "--device cpu");
    FakeDriver.right().use();
    assertThatMistake(() -> Cuda.open(2)).is(Mistake.NO_DEVICE).names(2, "--device cpu");
  }

  @Test
  void aFullCardAndALostOneEndInOneLine() {
    FakeDriver driver = FakeDriver.right();
    Cuda cuda = driver.open();
    assertThatThrownBy(
            () -> {
              synchronized (cuda) {
                cuda.scratch("huge", 1 << 29);
              }
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("CUDA_ERROR_OUT_OF_MEMORY", "--batch", "--device cpu");
    long x = put(cuda, "x", numbers(7));
    driver.fault("cuLaunchKernel", ECC, 0);
    try {
      assertThatThrownBy(() -> cuda.each("gelu", 7, x, x))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("CUDA_ERROR_ECC_UNCORRECTABLE", "--resume", "--device cpu");
    } finally {
      driver.fault("cuLaunchKernel", 0, 0);
    }
    driver.fault("cuMemHostAlloc", OUT_OF_MEMORY, 0);
    driver.use();
    try {
      assertThatThrownBy(() -> Cuda.open(0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
    } finally {
      driver.fault("cuMemHostAlloc", 0, 0);
    }
  }

  /** As a network's that is no longer trained, when another one wants its memory. */
  @Test
  void memoryThatNobodyCanReachIsFreedWhenAnotherWantsIt() {
    FakeDriver driver = FakeDriver.right();
    Cuda cuda = driver.open();
    long before = driver.used();
    driver.capacity(before + 4_000);
    try {
      synchronized (cuda) {
        long first = new Room(cuda).of(900);
        assertThat(driver.used()).isEqualTo(before + 3_600);
        Room second = new Room(cuda);
        assertThat(second.of(800)).isNotZero();
        assertThat(driver.used()).isEqualTo(before + 3_200);
        assertThat(second.of(500)).as("what is there").isEqualTo(second.at());
        assertThat(first).isNotZero();
      }
    } finally {
      driver.capacity(1 << 30);
    }
  }

  /** It would do so while another one computes. */
  @Test
  void whatIsForgottenFreesNothing() {
    FakeDriver driver = FakeDriver.right();
    Cuda cuda = driver.open();
    long before = driver.used();
    synchronized (cuda) {
      assertThat(new Room(cuda).of(900)).isNotZero();
      driver.open();
      Room.freeUnreachable(cuda);
    }
    assertThat(driver.used()).isEqualTo(before + 3_600);
  }

  /** Longer than what copies go through at once. */
  @Test
  void allOfALongRowCrosses() {
    Cuda cuda = FakeDriver.take();
    float[] x = numbers((1 << 22) + 5);
    assertThat(get(cuda, put(cuda, "x", x), x.length)).isEqualTo(x);
  }

  /** Whoever changes kernels.cu runs src/main/cuda/build, which needs nvcc. */
  @Test
  void thePtxIsThatOfTheKernels() throws Exception {
    byte[] source = Files.readAllBytes(FakeDriver.KERNELS);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(source);
    String ptx =
        new String(
            Cuda.class.getResourceAsStream("kernels.ptx").readAllBytes(),
            StandardCharsets.US_ASCII);
    assertThat(ptx.lines().toList().subList(0, 3))
        .containsExactly(
            "// SHA-256 of kernels.cu: " + HexFormat.of().formatHex(hash),
            ".version 6.3",
            ".target sm_75");
  }
}
