package io.partita.training;

import static java.util.Comparator.comparing;

import io.partita.UserException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The JVM that a task of Spark trains in: on which device, with how many threads. Every task that
 * trains calls {@link #prepare} before it touches an array, since an executor may have been lost
 * and replaced since the run began.
 */
public final class WorkerJvm {
  private static final String GPU = "gpu";

  /**
   * One answer to the question what an executor trains on.
   *
   * @param executor with its host, as {@code executor 0 on 10.0.0.3}
   * @param device as {@code cpu, 1 thread}; empty where it cannot train
   * @param refusal why it cannot train; empty where it can
   */
  public record Report(String executor, String device, String refusal) implements Serializable {
    @Override
    public String toString() {
      return executor + ": " + (refusal.isEmpty() ? device : refusal);
    }
  }

  private WorkerJvm() {}

  /**
   * Makes this JVM compute on the backend, and the calling thread with the cores of its task.
   *
   * @throws UserException if this machine cannot
   */
  public static void prepare(Backend backend) {
    if (backend == Backend.CUDA) {
      requireOwnGpu();
    }
    backend.load();
    TaskContext task = TaskContext.get();
    NativeThreads.use(task == null ? 1 : task.cpus());
  }

  /**
   * Asks the executors what they train on, with a task for each worker.
   *
   * @return each executor's answer once, in the order of their names
   * @throws UserException if one of them cannot train on the backend
   */
  public static List<Report> ask(JavaSparkContext spark, Backend backend, int workers) {
    List<Report> reports =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .map(worker -> report(backend))
            .collect()
            .stream()
            .distinct()
            .sorted(comparing(Report::executor))
            .toList();
    for (Report report : reports) {
      if (!report.refusal().isEmpty()) {
        throw new UserException("Cannot train: " + report);
      }
    }
    return reports;
  }

  private static Report report(Backend backend) {
    SparkEnv env = SparkEnv.get();
    String executor =
        "executor " + env.executorId() + " on " + env.blockManager().blockManagerId().host();
    try {
      prepare(backend);
      return new Report(executor, Backend.describeLoaded(), "");
    } catch (UserException | IllegalStateException e) {
      return new Report(executor, "", e.getMessage());
    }
  }

  /** ND4J takes whatever GPUs the process sees, so it must see the one that Spark gave the task. */
  private static void requireOwnGpu() {
    TaskContext task = TaskContext.get();
    Gpu gpu = DeviceChoice.requireOneUsable(NvidiaSmi.query());
    if (task != null) {
      requireGiven(gpu, task.resourcesJMap());
    }
  }

  static void requireGiven(Gpu gpu, Map<String, ResourceInformation> resources) {
    ResourceInformation given = resources.get(GPU);
    if (given == null) {
      return; // without a cluster: this process is the driver's
    }
    List<String> addresses = List.of(given.addresses());
    if (!addresses.equals(List.of(String.valueOf(gpu.index())))) {
      throw new UserException(
          "Spark gave this task GPU "
              + String.join(", ", addresses)
              + ", and its process sees "
              + gpu
              + ": start each Spark worker with CUDA_VISIBLE_DEVICES set to the one GPU that it"
              + " offers, see docs/gpu.md.");
    }
  }
}
