package io.partita.option;

import io.partita.lake.run.Spark;
import io.partita.model.examples.JvmSettings;
import io.partita.model.train.TrainedModel;
import io.partita.nn.device.Device;
import io.partita.nn.device.DeviceChoice;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.device.cuda.Cuda;
import io.partita.progress.JobLog;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * What a network is computed on. Commands that use a trained one compute on the processor with a
 * thread in each place, so that the bits do not depend on the machine's cores, or on a GPU by our
 * own kernels.
 */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      converter = Words.class,
      completionCandidates = Words.class,
      description = "Device: cpu, cuda (an NVIDIA GPU), cuda:N or auto (default: auto).")
  public Device device = new Device(Device.Kind.AUTO, Device.ANY);

  @Option(
      names = "--tf32",
      description = "Let products on a GPU round their factors to TF32: faster, less exact.")
  public boolean tf32;

  /** The words, without numbers, and what they mean. */
  static final class Words implements Iterable<String>, ITypeConverter<Device> {
    @Override
    public Iterator<String> iterator() {
      return List.of("cpu", "cuda", "auto").iterator();
    }

    @Override
    public Device convert(String word) {
      return Device.of(word);
    }
  }

  /**
   * Fails where a GPU is asked for that does not compute a model.
   *
   * @param model null of a file
   */
  public void require(TrainedModel<?> model) {
    DeviceChoice.requireServed(device, model != null && model.computesOnCuda());
  }

  /**
   * Makes this process and the calling thread compute so with a trained model, and says so where
   * that is on a GPU.
   *
   * @throws io.partita.UserException where a GPU is asked for that cannot be used
   */
  public void use(TrainedModel<?> model) {
    choose(model, new SparkConf(false).setMaster("local"));
    NativeThreads.use(1);
  }

  /** The settings of a session whose workers compute so, as this process does from now on. */
  public SparkConf conf(String appName, TrainedModel<?> model) {
    SparkConf conf = Spark.conf(appName);
    JvmSettings.applyTo(conf, choose(model, conf), 1);
    return conf;
  }

  private DeviceChoice choose(TrainedModel<?> model, SparkConf conf) {
    DeviceChoice choice = DeviceChoice.of(device, tf32, model.computesOnCuda(), conf);
    JvmSettings.applyHere();
    choice.use(conf);
    if (choice.isOnGpu() && DeviceChoice.isLocal(conf)) {
      JobLog.say("Computing on " + Cuda.opened() + ". On the processor: --device cpu.");
    }
    return choice;
  }

  /** Adds what was asked for to the options of a card. */
  public void addTo(Map<String, Object> options) {
    options.put("--device", device.toString());
    options.put("--tf32", tf32);
  }
}
