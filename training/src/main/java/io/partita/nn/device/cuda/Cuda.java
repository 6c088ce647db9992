package io.partita.nn.device.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A GPU that this JVM computes on: its memory, copies from and to it, and the kernels of {@code
 * kernels.cu}. Addresses on it are longs, sizes are counts of 32-bit numbers. Everything happens in
 * the order of the calls. One thread at a time: whoever calls several methods holds the lock of
 * this object and calls {@link #enter} first, as CUDA's context belongs to a thread.
 */
public final class Cuda {
  /** What a message ends with where a GPU cannot be used. */
  public static final String WAY_ON = " Or compute on the processor: --device cpu.";

  private static final int MOST_ARGUMENTS = 16;
  private static final int THREADS = 128;

  /** Rows and columns of a product that a block makes. */
  private static final int TILE = 64;

  private static final int THREADS_OF_TILE = 256;

  /** Rows whose sums one thread makes. */
  private static final int SUMMED = 64;

  /** Copies go through so much memory that the GPU reaches by itself: 16 MiB. */
  private static final int STAGED = 1 << 22;

  /** Those that this JVM has taken, by their numbers. */
  private static final TreeMap<Integer, Cuda> OPENED = new TreeMap<>();

  /** The number of the one that a thread computes on. */
  private static final ThreadLocal<Integer> OWN = new ThreadLocal<>();

  private final CudaGpu gpu;
  private final long context;
  private final long module;
  private final Map<String, Long> functions = new HashMap<>();
  private final Map<String, Room> scratch = new HashMap<>();
  private final Optional<CuBlas> cuBlas;
  private final Memory answer = new Memory(8);
  private final long answerAt = Pointer.nativeValue(answer);

  /** The addresses of a launch's arguments, which never change, then the arguments. */
  private final Memory arguments = new Memory(2L * 8 * MOST_ARGUMENTS);

  private final Pointer staging;
  private final FloatBuffer staged;
  private long copied;

  private Cuda(CudaGpu gpu) {
    this.gpu = gpu;
    Driver.check(Driver.cuDeviceGet(answerAt, gpu.index()), "taking " + gpu);
    int device = answer.getInt(0);
    Driver.check(Driver.cuDevicePrimaryCtxRetain(answerAt, device), "taking " + gpu);
    this.context = answer.getLong(0);
    enter();
    this.module = load();
    for (int k = 0; k < MOST_ARGUMENTS; k++) {
      arguments.setLong(8L * k, Pointer.nativeValue(arguments) + 8L * (MOST_ARGUMENTS + k));
    }
    Driver.check(
        Driver.cuMemHostAlloc(answerAt, 4L * STAGED, 0), "taking memory for copies to " + gpu);
    this.staging = answer.getPointer(0);
    this.staged =
        staging.getByteBuffer(0, 4L * STAGED).order(ByteOrder.nativeOrder()).asFloatBuffer();
    this.cuBlas = CuBlas.find();
  }

  /**
   * Takes a GPU for this JVM, the first time, and makes it the one of the calling thread.
   *
   * @param index among those that this process sees
   * @throws io.partita.UserException if there is none, or its driver is too old
   * @throws UncheckedIOException if its memory is full
   */
  public static synchronized Cuda open(int index) {
    if (!OPENED.containsKey(index)) {
      CudaGpu.Found found = CudaGpu.look();
      if (index >= found.gpus().size()) {
        throw Driver.refusal(
            found.gpus().isEmpty()
                ? "There is no NVIDIA GPU to compute on: " + found.whyNone() + "."
                : "There is no GPU %d among the %d that this process sees, from 0."
                    .formatted(index, found.gpus().size()));
      }
      OPENED.put(index, new Cuda(found.gpus().get(index)));
    }
    OWN.set(index);
    return OPENED.get(index);
  }

  /**
   * The one of the calling thread; the first that was taken where it has none.
   *
   * @throws IllegalStateException if this JVM has taken none
   */
  public static synchronized Cuda opened() {
    if (OPENED.isEmpty()) {
      throw new IllegalStateException("This JVM has taken no GPU");
    }
    Cuda own = OWN.get() == null ? null : OPENED.get(OWN.get());
    return own == null ? OPENED.firstEntry().getValue() : own;
  }

  /** Forgets driver and GPUs; those call it no more to free what they hold. */
  static synchronized void forget() {
    OPENED.clear();
    Driver.unload();
  }

  private long load() {
    try (InputStream in = Cuda.class.getResourceAsStream("kernels.ptx")) {
      String ptx = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      Driver.check(Driver.cuModuleLoadData(answerAt, ptx), "compiling the kernels for " + gpu);
      return answer.getLong(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the calling thread one that may use the GPU. */
  public void enter() {
    Driver.check(Driver.cuCtxSetCurrent(context), "entering " + gpu);
  }

  long allocate(long floats) {
    int error = Driver.cuMemAlloc_v2(answerAt, 4 * floats);
    if (error != 0 && Driver.name(error).equals("CUDA_ERROR_OUT_OF_MEMORY")) {
      Room.freeUnreachable(this);
      error = Driver.cuMemAlloc_v2(answerAt, 4 * floats);
    }
    Driver.check(error, "taking %,d MiB of %s".formatted(floats >> 18, gpu));
    return answer.getLong(0);
  }

  void free(long at) {
    synchronized (Cuda.class) {
      if (OPENED.containsValue(this)) { // else it was forgotten
        enter();
        Driver.check(Driver.cuMemFree_v2(at), "freeing memory of " + gpu);
      }
    }
  }

  /**
   * Room for what is needed for a moment, the same for all who name it so.
   *
   * @return its address; what lay there before is lost
   */
  public long scratch(String name, long floats) {
    return scratch.computeIfAbsent(name, unknown -> new Room(this)).of(floats);
  }

  /** Copies all of a buffer to the GPU. */
  public void upload(FloatBuffer from, long to) {
    for (int first = 0; first < from.limit(); first += STAGED) {
      int count = Math.min(STAGED, from.limit() - first);
      staged.put(0, from, first, count);
      Driver.check(
          Driver.cuMemcpyHtoD_v2(to + 4L * first, Pointer.nativeValue(staging), 4L * count),
          "copying to " + gpu);
      copied += 4L * count;
    }
  }

  /** Fills a buffer from the GPU, when all that was begun before is done. */
  public void download(long from, FloatBuffer to) {
    for (int first = 0; first < to.limit(); first += STAGED) {
      int count = Math.min(STAGED, to.limit() - first);
      Driver.check(
          Driver.cuMemcpyDtoH_v2(Pointer.nativeValue(staging), from + 4L * first, 4L * count),
          "computing on " + gpu);
      copied += 4L * count;
      to.put(first, staged, 0, count);
    }
  }

  /** Bytes copied to the GPU and from it until now. */
  public long copied() {
    return copied;
  }

  /**
   * Begins a kernel with a thread for each of n values.
   *
   * @param values its arguments but n, which is the last: Long, Integer or Float as it declares
   */
  public void each(String kernel, long n, Object... values) {
    put(values);
    put(values.length, n);
    launch(kernel, Math.toIntExact((n + THREADS - 1) / THREADS), 1, 1, THREADS);
  }

  /**
   * Begins a kernel with a block of threads for each of x · y.
   *
   * @param values its arguments: Long, Integer or Float as it declares
   */
  public void teams(String kernel, long x, int y, Object... values) {
    put(values);
    launch(kernel, Math.toIntExact(x), y, 1, THREADS);
  }

  void launch(String kernel, int gridX, int gridY, int gridZ, int threads, Object... values) {
    put(values);
    long function = functions.computeIfAbsent(kernel, this::function);
    Driver.check(
        Driver.cuLaunchKernel(
            function, gridX, gridY, gridZ, threads, 1, 1, 0, 0, Pointer.nativeValue(arguments), 0),
        "running " + kernel + " on " + gpu);
  }

  private long function(String kernel) {
    Driver.check(
        Driver.cuModuleGetFunction(answerAt, module, kernel), "finding the kernel " + kernel);
    return answer.getLong(0);
  }

  private void put(Object... values) {
    for (int k = 0; k < values.length; k++) {
      put(k, values[k]);
    }
  }

  private void put(int argument, Object value) {
    long place = 8L * (MOST_ARGUMENTS + argument);
    if (value instanceof Long number) {
      arguments.setLong(place, number);
    } else if (value instanceof Integer number) {
      arguments.setInt(place, number);
    } else {
      arguments.setFloat(place, (Float) value);
    }
  }

  /** Makes c scale · a·b, or adds that to c, for each of the batch; c is not transposed. */
  public void multiply(float scale, Matrix a, Matrix b, boolean add, Matrix c) {
    boolean fit = a.rows() == c.rows() && b.columns() == c.columns() && a.columns() == b.rows();
    if (!fit || c.transposed()) {
      throw new IllegalArgumentException(a + " times " + b + " is not " + c);
    }
    if (cuBlas.isPresent()) {
      cuBlas.get().multiply(scale, a, b, add, c);
    } else {
      multiplyByKernel(scale, a, b, add, c);
    }
  }

  /** Half as fast as cuBLAS on what a network multiplies. */
  void multiplyByKernel(float scale, Matrix a, Matrix b, boolean add, Matrix c) {
    launch(
        "product",
        (c.columns() + TILE - 1) / TILE,
        (c.rows() + TILE - 1) / TILE,
        c.count(),
        THREADS_OF_TILE,
        c.rows(),
        c.columns(),
        a.columns(),
        scale,
        a.at(),
        a.transposed() ? 1 : a.step(),
        a.transposed() ? a.step() : 1,
        a.next(),
        b.at(),
        b.transposed() ? 1 : b.step(),
        b.transposed() ? b.step() : 1,
        b.next(),
        add ? 1 : 0,
        c.at(),
        c.step(),
        c.next());
  }

  /** Sums of the columns of rows, in an order that only their number decides. */
  public void sums(long x, long rows, int columns, long sums) {
    int parts = Math.toIntExact((rows + SUMMED - 1) / SUMMED);
    long ofParts = scratch("sums", (long) parts * columns);
    each("column_sums", (long) parts * columns, x, (int) rows, columns, SUMMED, ofParts);
    each("column_sums", columns, ofParts, parts, columns, parts, sums);
  }

  /**
   * Lets products round their factors to TF32, or not.
   *
   * @throws io.partita.UserException where it should, and there is no cuBLAS
   */
  public synchronized void multiplyInTf32(boolean rounds) {
    if (rounds && cuBlas.isEmpty()) {
      throw Driver.refusal("--tf32 needs cuBLAS, which was not found: leave it out.");
    }
    cuBlas.ifPresent(found -> found.roundToTf32(rounds));
  }

  /** What multiplies on it, as {@code cuBLAS 12.8}. */
  public String products() {
    return cuBlas.map(CuBlas::toString).orElse("own products, no cuBLAS found");
  }

  /** The GPU and what multiplies on it, for a log. */
  @Override
  public String toString() {
    return gpu + ", " + products();
  }
}
