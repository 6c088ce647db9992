package io.partita.nn.device;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.cuda.Cuda;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * From {@code --device} to the backend that computes, or to one line that says why not. Nobody who
 * asks for a GPU gets the processor instead.
 */
public final class DeviceChoice {
  private static final String WAY_ON = " Or train with --device cpu.";

  private DeviceChoice() {}

  /**
   * The choice for an application.
   *
   * @param conf of the application: its master, and whether Spark gives its executors GPUs
   * @param workers that train side by side; 0 trains in the driver, null is undecided
   * @throws UserException if a GPU is asked for, or found, that cannot be used
   */
  public static Backend of(Device device, SparkConf conf, Integer workers) {
    boolean isHere = isLocal(conf);
    Backend backend = isHere ? inThisJvm(device) : onExecutors(device, conf);
    requireWorkers(backend, isHere, workers);
    return backend;
  }

  /**
   * Whether {@link Arithmetic#CUDA} computes: where it is asked for, or a GPU is and this build has
   * no other way to use it.
   *
   * @param asked arithmetic; null leaves it to the device
   * @param serves whether it serves the network
   * @throws UserException if it is asked for and does not, or with another device
   */
  public static boolean isOwn(Device device, Arithmetic asked, boolean serves) {
    return isOwn(device, asked, serves, Backend.CUDA.isInBuild());
  }

  static boolean isOwn(Device device, Arithmetic asked, boolean serves, boolean cudaInBuild) {
    if (asked == Arithmetic.CUDA && (!serves || device == Device.CPU)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--arithmetic cuda computes Transformers (train drum-gpt, train melody-gpt, train lm) on"
              + " a GPU, and nothing else: leave it out.");
    }
    return asked == Arithmetic.CUDA
        || (device == Device.CUDA && asked == null && serves && !cudaInBuild);
  }

  /**
   * The choice for {@link Arithmetic#CUDA}: takes a GPU where this JVM trains.
   *
   * @param workers that train side by side; 0 trains in the driver, null is undecided
   * @return where arrays are: on the processor
   * @throws UserException if there is no GPU that it can use, or Spark gives none
   */
  public static Backend own(SparkConf conf, Integer workers) {
    boolean isHere = isLocal(conf);
    requireWorkers(Backend.CUDA, isHere, workers);
    if (isHere) {
      Cuda.open(0);
    } else {
      requireGiven(conf);
    }
    return Backend.NATIVE;
  }

  /** Whether Spark's tasks run in the driver's JVM. */
  public static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master").matches("local(\\[.*])?");
  }

  /**
   * What networks are computed with.
   *
   * @param asked for; null leaves it to the backend
   * @throws UserException if that is nothing that a GPU can do
   */
  public static Arithmetic arithmetic(Arithmetic asked, Backend backend) {
    Arithmetic chosen = asked == null ? Arithmetic.usualOn(backend) : asked;
    if (!chosen.runsOn(backend)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--arithmetic " + chosen + " computes on the processor only: leave it out." + WAY_ON);
    }
    return chosen;
  }

  static void requireWorkers(Backend backend, boolean isHere, Integer workers) {
    if (backend == Backend.CUDA && isHere && workers != null && workers > 1) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "One JVM trains on one GPU, and --workers is "
              + workers
              + ": leave it out, or use a cluster with a GPU for each worker."
              + WAY_ON);
    }
    if (backend == Backend.CUDA && !isHere && (workers == null || workers == 0)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give --workers: as many as there are GPUs to train on, one for each.");
    }
  }

  /**
   * The choice where training happens in this JVM.
   *
   * @throws UserException if a GPU is asked for, or found, that cannot be used
   */
  static Backend inThisJvm(Device device) {
    return inThisJvm(device, Backend.CUDA.isInBuild(), NvidiaSmi::query);
  }

  static Backend inThisJvm(Device device, boolean cudaInBuild, Supplier<VisibleGpus> query) {
    if (device == Device.CPU || (device == Device.AUTO && !cudaInBuild)) {
      return Backend.NATIVE;
    }
    requireBuild(cudaInBuild);
    VisibleGpus visible = query.get();
    if (device == Device.AUTO && visible.gpus().isEmpty()) {
      return Backend.NATIVE;
    }
    requireOneUsable(visible);
    return Backend.CUDA;
  }

  /**
   * The choice where training happens in a cluster's executors, each of which looks for its GPU by
   * itself before it trains.
   *
   * @param conf of the application: whether Spark gives its executors GPUs
   * @throws UserException if a GPU is asked for and this build has no CUDA, or Spark gives none
   */
  static Backend onExecutors(Device device, SparkConf conf) {
    return onExecutors(device, conf, Backend.CUDA.isInBuild());
  }

  static Backend onExecutors(Device device, SparkConf conf, boolean cudaInBuild) {
    boolean given = GpuScheduling.givesOneGpu(conf);
    if (device == Device.CPU || (device == Device.AUTO && !(cudaInBuild && given))) {
      return Backend.NATIVE;
    }
    requireBuild(cudaInBuild);
    requireGiven(conf);
    return Backend.CUDA;
  }

  private static void requireGiven(SparkConf conf) {
    if (!GpuScheduling.givesOneGpu(conf)) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "--device cuda on a cluster needs one GPU for each executor and task from Spark: "
              + GpuScheduling.advice()
              + ". ./partita sets it; see docs/gpu.md."
              + WAY_ON);
    }
  }

  private static void requireBuild(boolean cudaInBuild) {
    if (!cudaInBuild) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "--device cuda: this build of Partita has no CUDA but for Transformers (train drum-gpt,"
              + " train melody-gpt, train lm). Build it with ./mvnw -Pcuda"
              + " -Dmaven.test.skip=true package (2.4 GB more to download), see docs/gpu.md."
              + WAY_ON);
    }
  }

  /**
   * The only GPU that CUDA finds in this process.
   *
   * @throws UserException if absent, or more than one, or if ND4J's binaries do not run on it
   */
  public static Gpu requireOneUsable(VisibleGpus visible) {
    List<Gpu> gpus = visible.gpus();
    if (gpus.isEmpty()) {
      throw new UserException(
          Mistake.NO_DEVICE,
          "There is no NVIDIA GPU to train on: " + visible.whyNone() + "." + WAY_ON);
    }
    for (Gpu gpu : gpus) {
      requireUsable(gpu);
    }
    if (gpus.size() > 1) {
      throw new UserException(
          Mistake.BAD_SETTING,
          ("This process sees %s GPUs and trains on one: choose it with"
               + " CUDA_DEVICE_ORDER=PCI_BUS_ID and %s=%s, or give each Spark worker one of them,"
               + " see docs/gpu.md.%s")
              .formatted(gpus.size(), VisibleGpus.VARIABLE, gpus.get(0).index(), WAY_ON));
    }
    return gpus.get(0);
  }

  private static void requireUsable(Gpu gpu) {
    if (gpu.capability().isEmpty()) {
      throw new UserException(
          Mistake.NO_DEVICE,
          gpu
              + ": its driver does not say its compute capability, which must be known. Install a"
              + " newer driver."
              + WAY_ON);
    }
    ComputeCapability capability = gpu.capability().get();
    if (!capability.runsPublishedBinaries()) {
      throw new UserException(
          Mistake.NO_DEVICE,
          gpu
              + " has compute capability "
              + capability
              + ", and ND4J's CUDA binaries do not run on it: they hold code for "
              + ComputeCapability.published()
              + " and run on GPUs of the same major version and the same or a higher minor one."
              + WAY_ON);
    }
  }
}
