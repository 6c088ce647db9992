package io.partita.nn.device;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import io.partita.progress.JobLog;
import java.io.UncheckedIOException;
import org.apache.spark.SparkConf;

/**
 * What computes an application's network: from {@code --device} to it, or to one line that says why
 * not. Nobody who asks for a GPU gets the processor instead.
 *
 * @param backend where arrays are
 * @param gpu that {@link Arithmetic#CUDA} uses; {@link Device#ANY} leaves it to each worker
 * @param tf32 whether that multiplies in TF32
 */
public record DeviceChoice(Backend backend, Arithmetic arithmetic, int gpu, boolean tf32) {
  private static final String WAY_ON = " Or give --device cpu.";

  private static final DeviceChoice PROCESSOR = onProcessor(Arithmetic.NATIVE);

  /** What ND4J's binaries for CUDA 11.6 have code for; they have no PTX for other GPUs. */
  private static final String OF_ND4J = "3\\.7|[5-8]\\.\\d+";

  private static DeviceChoice onProcessor(Arithmetic arithmetic) {
    return new DeviceChoice(Backend.NATIVE, arithmetic, Device.ANY, false);
  }

  /**
   * The processor, or a GPU by our own kernels; takes the GPU where this JVM computes.
   *
   * @param serves whether our kernels serve the network
   * @param conf of the application: its master, and whether Spark gives its tasks GPUs
   * @throws UserException if a GPU is asked for that cannot be used
   * @throws UncheckedIOException if its memory is full
   */
  public static DeviceChoice of(Device asked, boolean tf32, boolean serves, SparkConf conf) {
    requireServed(asked, serves);
    boolean isOnGpu = serves && asked.kind() != Device.Kind.CPU && isTaken(asked, tf32, conf);
    return isOnGpu
        ? new DeviceChoice(Backend.NATIVE, Arithmetic.CUDA, asked.gpu(), tf32)
        : PROCESSOR.without(tf32);
  }

  /**
   * Fails where a GPU is asked for.
   *
   * @param serves whether our kernels serve the network
   */
  public static void requireServed(Device asked, boolean serves) {
    if (asked.kind() == Device.Kind.CUDA && !serves) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "--device cuda: no kernels compute a model of this kind on a GPU." + WAY_ON);
    }
  }

  private DeviceChoice without(boolean tf32) {
    if (tf32) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--tf32 is for our kernels on a GPU, and none runs: leave it out.");
    }
    return this;
  }

  private static boolean isTaken(Device asked, boolean tf32, SparkConf conf) {
    boolean isAsked = asked.kind() == Device.Kind.CUDA;
    if (!isLocal(conf)) {
      return isAsked || GpuScheduling.givesGpus(conf); // each executor takes its own
    }
    if (!isAsked && CudaGpu.look().gpus().isEmpty()) {
      return false;
    }
    try {
      Cuda.open(Math.max(0, asked.gpu())).multiplyInTf32(tf32);
      return true;
    } catch (UserException | UncheckedIOException e) {
      if (isAsked) {
        throw e;
      }
      JobLog.say("Computing on the processor: " + e.getMessage());
      return false;
    }
  }

  /**
   * The choice for a training, which in a build with ND4J's CUDA can be on a GPU by that, where our
   * kernels do not serve.
   *
   * @param arithmetic that is asked for on the processor; null leaves it to the device
   * @param workers that train side by side; 0 trains in the driver, null is undecided
   * @throws UserException as {@link #of}
   */
  public static DeviceChoice training(
      Device asked,
      boolean tf32,
      Arithmetic arithmetic,
      boolean serves,
      SparkConf conf,
      Integer workers) {
    if (arithmetic != null) {
      requireProcessor(asked, arithmetic);
      return onProcessor(arithmetic).without(tf32);
    }
    DeviceChoice choice =
        serves || !Backend.CUDA.isInBuild()
            ? of(asked, tf32, serves, conf)
            : ofNd4j(asked, conf).without(tf32);
    if (choice.isOnGpu()) {
      choice.requireWorkers(isLocal(conf), workers);
    }
    return choice;
  }

  private static void requireProcessor(Device asked, Arithmetic arithmetic) {
    if (arithmetic == Arithmetic.CUDA || asked.kind() == Device.Kind.CUDA) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--arithmetic is native or nd4j, both on the processor: leave it out for --device cuda.");
    }
  }

  private static DeviceChoice ofNd4j(Device asked, SparkConf conf) {
    boolean isAsked = asked.kind() == Device.Kind.CUDA;
    boolean isOnGpu =
        isAsked
            || (asked.kind() == Device.Kind.AUTO
                && (isLocal(conf)
                    ? !CudaGpu.look().gpus().isEmpty()
                    : GpuScheduling.givesOneGpu(conf)));
    if (!isOnGpu) {
      return PROCESSOR;
    }
    if (isLocal(conf)) {
      requireOneOfNd4j(CudaGpu.look());
    } else {
      requireGiven(conf);
    }
    return new DeviceChoice(Backend.CUDA, Arithmetic.ND4J, Device.ANY, false);
  }

  /** Whether Spark's tasks run in the driver's JVM. */
  public static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master").matches("local(\\[.*])?");
  }

  /** Whether a GPU computes, by our kernels or by ND4J's. */
  public boolean isOnGpu() {
    return backend == Backend.CUDA || arithmetic == Arithmetic.CUDA;
  }

  /**
   * Makes this JVM compute so. The driver of a cluster keeps off GPUs: it averages, and may have
   * none.
   */
  public void use(SparkConf conf) {
    DeviceChoice here = isOnGpu() && !isLocal(conf) ? PROCESSOR : this;
    here.backend.load();
    here.arithmetic.use();
  }

  void requireWorkers(boolean isHere, Integer workers) {
    if (isHere && backend == Backend.CUDA && workers != null && workers > 1) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "ND4J trains on one GPU in one process, and --workers is "
              + workers
              + ": leave it out, or use a cluster with a GPU for each worker."
              + WAY_ON);
    }
    if (!isHere && (workers == null || workers == 0)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give --workers: as many as there are GPUs to train on, one for each.");
    }
  }

  static void requireGiven(SparkConf conf) {
    if (!GpuScheduling.givesOneGpu(conf)) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "ND4J's CUDA on a cluster needs one GPU for each executor and task from Spark: "
              + GpuScheduling.advice()
              + ". ./partita sets it; see docs/gpu.md."
              + WAY_ON);
    }
  }

  /**
   * The only GPU of this process, for ND4J.
   *
   * @throws UserException if absent, or more than one, or if ND4J's binaries do not run on it
   */
  public static CudaGpu requireOneOfNd4j(CudaGpu.Found found) {
    if (found.gpus().isEmpty()) {
      throw new UserException(
          Mistake.NO_DEVICE,
          "There is no NVIDIA GPU to train on: " + found.whyNone() + "." + WAY_ON);
    }
    CudaGpu gpu = found.gpus().get(0);
    if (found.gpus().size() > 1) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "ND4J trains on one GPU and sees %d: choose one with CUDA_VISIBLE_DEVICES=0.%s"
              .formatted(found.gpus().size(), WAY_ON));
    }
    if (!gpu.capability().matches(OF_ND4J)) {
      throw new UserException(
          Mistake.NO_DEVICE,
          "ND4J's CUDA binaries run on GPUs of compute capability 3.7 and 5.0 to 8.9, not on "
              + gpu
              + "."
              + WAY_ON);
    }
    return gpu;
  }
}
