package io.partita.model.examples;

import static java.util.Comparator.comparing;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.Backend;
import io.partita.nn.device.DeviceChoice;
import io.partita.nn.device.Gpu;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.device.NvidiaSmi;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
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
  /** A {@link Backend}; the processor where it is not set. */
  static final String BACKEND = "spark.partita.backend";

  /** An {@link Arithmetic}; the backend's usual one where it is not set. */
  static final String ARITHMETIC = "spark.partita.arithmetic";

  static final String THREADS = "spark.task.cpus";

  private static final String GPU = "gpu";

  /** The GPU of this process, once it was found. */
  private static Gpu ownGpu;

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
    Backend backend = Backend.valueOf(conf.get(BACKEND, Backend.NATIVE.name()));
    if (backend == Backend.CUDA) {
      requireOwnGpu();
    }
    backend.load();
    Arithmetic usual = Arithmetic.usualOn(backend);
    Arithmetic arithmetic = Arithmetic.valueOf(conf.get(ARITHMETIC, usual.name()));
    arithmetic.use();
    NativeThreads.use(conf.getInt(THREADS, 1));
    if (arithmetic == Arithmetic.CUDA) {
      return "cuda, " + givenGpu();
    }
    String device = backend == Backend.CUDA ? backend + ", " + ownGpu() : Backend.describeLoaded();
    return arithmetic == usual ? device : device + ", arithmetic " + arithmetic;
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

  /** The GPU that Spark gave the task, or the only one that this process sees. */
  private static Cuda givenGpu() {
    TaskContext task = TaskContext.get();
    ResourceInformation given = task == null ? null : task.resourcesJMap().get(GPU);
    boolean isOnly = given == null || CudaGpu.look().gpus().size() == 1;
    return Cuda.open(isOnly ? 0 : Integer.parseInt(given.addresses()[0]));
  }

  /** ND4J takes whatever GPU the process sees, so that must be the one that Spark gave the task. */
  private static void requireOwnGpu() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      requireGiven(ownGpu(), task.resourcesJMap());
    }
  }

  private static synchronized Gpu ownGpu() {
    if (ownGpu == null) {
      ownGpu = DeviceChoice.requireOneUsable(NvidiaSmi.query());
    }
    return ownGpu;
  }

  public static void requireGiven(Gpu gpu, Map<String, ResourceInformation> resources) {
    ResourceInformation given = resources.get(GPU);
    if (given == null) {
      return; // without a cluster: this process is the driver's
    }
    List<String> addresses = List.of(given.addresses());
    if (!addresses.equals(List.of(String.valueOf(gpu.index())))) {
      throw new UserException(
          Mistake.BAD_SETTING,
          ("Spark gave this task GPU %s, and its process sees %s: start each Spark worker "
                  + "with CUDA_VISIBLE_DEVICES set to the one GPU that it offers, see docs/gpu.md.")
              .formatted(String.join(", ", addresses), gpu));
    }
  }
}
