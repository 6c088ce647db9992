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
 * @param gpu that {@link Arithmetic#CUDA} uses; {@link Device#ANY} leaves it to each worker
 * @param tf32 whether that multiplies in TF32
 */
public record DeviceChoice(Arithmetic arithmetic, int gpu, boolean tf32) {
  /** What ND4J's binaries for CUDA 11.6 have code for; they have no PTX for other GPUs. */
  private static final String OF_ND4J = "3\\.7|[5-8]\\.\\d+";

  /**
   * @throws UserException if others than our kernels on a GPU are to multiply in TF32
   */
  public DeviceChoice {
    if (tf32 && arithmetic != Arithmetic.CUDA) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--tf32 is for our kernels on a GPU, and none runs: leave it out.");
    }
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
    return new DeviceChoice(isOnGpu ? Arithmetic.CUDA : Arithmetic.NATIVE, asked.gpu(), tf32);
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
          "--device cuda: no kernels compute a model of this kind on a GPU." + Cuda.WAY_ON);
    }
  }

  private static boolean isTaken(Device asked, boolean tf32, SparkConf conf) {
    boolean isAsked = asked.kind() == Device.Kind.CUDA;
    if (!isLocal(conf)) { // each executor takes its own
      return isAsked || !conf.get("spark.task.resource.gpu.amount", "0").equals("0");
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
   * The choice for a training, which in a build with ND4J's CUDA can be on this machine's GPU by
   * that, where our kernels do not serve.
   *
   * @param workers that train side by side; 0 trains in the driver, null is undecided
   * @throws UserException as {@link #of}
   */
  public static DeviceChoice training(
      Device asked, boolean tf32, boolean serves, SparkConf conf, Integer workers) {
    boolean isNd4js =
        !serves
            && asked.kind() != Device.Kind.CPU
            && Backend.CUDA.isInBuild()
            && isLocal(conf)
            && isTakenByNd4j(asked, CudaGpu.look(), workers);
    DeviceChoice choice =
        isNd4js
            ? new DeviceChoice(Arithmetic.ND4J, asked.gpu(), tf32)
            : of(asked, tf32, serves, conf);
    if (choice.isOnGpu() && !isLocal(conf) && (workers == null || workers == 0)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give --workers: as many as there are GPUs to train on, one for each.");
    }
    return choice;
  }

  /**
   * Whether ND4J trains on the only GPU of this process.
   *
   * @throws UserException if it should and the process sees no GPU or more than one, its binaries
   *     do not run on it, or several workers want it
   */
  static boolean isTakenByNd4j(Device asked, CudaGpu.Found found, Integer workers) {
    int gpus = found.gpus().size();
    if (gpus == 0) {
      if (asked.kind() == Device.Kind.AUTO) {
        return false;
      }
      throw new UserException(
          Mistake.NO_DEVICE,
          "There is no NVIDIA GPU to train on: " + found.whyNone() + "." + Cuda.WAY_ON);
    }
    if (gpus > 1) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "ND4J trains on one GPU and sees %d: choose one with CUDA_VISIBLE_DEVICES=0.%s"
              .formatted(gpus, Cuda.WAY_ON));
    }
    CudaGpu gpu = found.gpus().get(0);
    if (!gpu.capability().matches(OF_ND4J)) {
      throw new UserException(
          Mistake.NO_DEVICE,
          "ND4J's CUDA binaries run on GPUs of compute capability 3.7 and 5.0 to 8.9, not on %s.%s"
              .formatted(gpu, Cuda.WAY_ON));
    }
    if (workers != null && workers > 1) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "ND4J trains on a GPU in one process, and --workers is %d: leave it out.%s"
              .formatted(workers, Cuda.WAY_ON));
    }
    return true;
  }

  /** Whether Spark's tasks run in the driver's JVM. */
  public static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master").matches("local(\\[.*])?");
  }

  /** Whether a GPU computes, by our kernels or by ND4J's. */
  public boolean isOnGpu() {
    return arithmetic != Arithmetic.NATIVE;
  }

  /**
   * Makes this JVM compute so. The driver of a cluster keeps off GPUs: it averages, and may have
   * none.
   */
  public void use(SparkConf conf) {
    Arithmetic here = isLocal(conf) ? arithmetic : Arithmetic.NATIVE;
    here.backend().load();
    here.use();
  }
}
