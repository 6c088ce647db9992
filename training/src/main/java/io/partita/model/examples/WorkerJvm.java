package io.partita.model.examples;

import static java.util.Comparator.comparing;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.Backend;
import io.partita.nn.device.Device;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * A JVM that trains or scores: what it computes on and with how many threads. The application's
 * settings say it, see {@link JvmSettings}, so that an executor that replaces a lost one knows it
 * too.
 */
public final class WorkerJvm {
  /** An {@link Arithmetic}; the processor's where it is not set. */
  static final String ARITHMETIC = "spark.partita.arithmetic";

  /** The number of the GPU that all use; {@link Device#ANY} gives each worker its own. */
  static final String ONE_GPU = "spark.partita.gpu";

  static final String TF32 = "spark.partita.tf32";

  static final String THREADS = "spark.task.cpus";

  private static final String GPU = "gpu";

  /**
   * What an executor says it computes on.
   *
   * @param executor with its host, as {@code executor 0 on 10.0.0.3}
   * @param device as {@code cpu, 1 thread}; empty where it cannot compute
   * @param refusal reason for which it cannot; empty where it can
   */
  public record Report(String executor, String device, String refusal) implements Serializable {
    @Override
    public String toString() {
      return executor + ": " + (refusal.isEmpty() ? device : refusal);
    }
  }

  private WorkerJvm() {}

  /**
   * Makes this JVM and the calling thread compute as the application's settings say. Every task
   * that trains or scores calls it before it touches an array.
   *
   * @return what it computes on, as {@code cpu, 1 thread}
   * @throws UserException if this machine cannot
   */
  public static String prepare() {
    SparkConf conf = SparkEnv.get().conf();
    Arithmetic arithmetic = Arithmetic.valueOf(conf.get(ARITHMETIC, Arithmetic.NATIVE.name()));
    arithmetic.backend().load();
    arithmetic.use();
    NativeThreads.use(conf.getInt(THREADS, 1));
    if (arithmetic == Arithmetic.CUDA) {
      Cuda own = Cuda.open(ownGpu(conf));
      own.multiplyInTf32(conf.getBoolean(TF32, false));
      return "cuda, " + own;
    }
    return arithmetic == Arithmetic.ND4J
        ? "cuda, " + CudaGpu.look().gpus().get(0)
        : Backend.describeLoaded();
  }

  /**
   * Asks the executors what they compute on, with a task for each worker.
   *
   * @return each executor's answer once, in the order of their names
   * @throws UserException if one of them cannot compute as the application's settings say
   */
  public static List<Report> ask(JavaSparkContext spark, int workers) {
    List<Report> reports =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .map(worker -> report())
            .collect()
            .stream()
            .distinct()
            .sorted(comparing(Report::executor))
            .toList();
    for (Report report : reports) {
      if (!report.refusal().isEmpty()) {
        throw new UserException(Mistake.NO_DEVICE, "Cannot train: " + report);
      }
    }
    return reports;
  }

  private static Report report() {
    SparkEnv env = SparkEnv.get();
    String executor =
        "executor " + env.executorId() + " on " + env.blockManager().blockManagerId().host();
    try {
      return new Report(executor, prepare(), "");
    } catch (UserException | IllegalStateException e) {
      return new Report(executor, "", e.getMessage());
    }
  }

  /** The GPU that is asked for, else that of Spark's resource list, else a worker's turn. */
  private static int ownGpu(SparkConf conf) {
    int asked = conf.getInt(ONE_GPU, Device.ANY);
    TaskContext task = TaskContext.get();
    if (asked != Device.ANY || task == null) {
      return Math.max(0, asked);
    }
    int gpus = Math.max(1, CudaGpu.look().gpus().size());
    ResourceInformation given = task.resourcesJMap().get(GPU);
    return given == null || gpus == 1
        ? task.partitionId() % gpus
        : numberOf(given.addresses()[0], System.getenv("CUDA_VISIBLE_DEVICES"));
  }

  /**
   * The number in this process of a GPU of Spark's resource list.
   *
   * @param address its number in the machine
   * @param visible numbers in the machine of those that this process sees; null for all
   * @throws UserException if the address is no number
   */
  static int numberOf(String address, String visible) {
    int place = visible == null ? -1 : List.of(visible.split(",", -1)).indexOf(address);
    if (place < 0 && !address.matches("\\d{1,3}")) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "Spark's resource list calls a GPU " + address + ": use find-gpus, see docs/gpu.md.");
    }
    return place < 0 ? Integer.parseInt(address) : place;
  }
}
