package io.partita.model.examples;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.nn.device.DeviceChoice;
import io.partita.nn.device.NativeMemory;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * What a JVM that trains needs to be told before it starts, or before its first array: threads,
 * memory, clocks. What somebody has set already stands.
 */
public final class JvmSettings {
  private static final String EXECUTOR_HEAP = "spark.executor.memory";
  private static final String EXECUTOR_OVERHEAD = "spark.executor.memoryOverhead";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  /** As {@code local}, {@code local[4]}, {@code local[*, 3]}. */
  private static final Pattern LOCAL_CORES =
      Pattern.compile("local(?:\\[ *(\\*|\\d{1,6}) *(?:,.*)?])?");

  private JvmSettings() {}

  /** Settings of this JVM; call it before anything touches ND4J. */
  public static void applyHere() {
    properties(NativeMemory.besideHeapOf(Runtime.getRuntime().maxMemory()))
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
  }

  /**
   * Settings of an application that trains; call it before the session starts.
   *
   * @param choice what its networks are computed with
   * @param threads that each worker computes with; a task takes as many cores
   * @throws UserException if a local master has fewer cores
   */
  public static void applyTo(SparkConf conf, DeviceChoice choice, int threads) {
    requireCores(conf.get("spark.master", ""), threads);
    conf.set(WorkerJvm.ARITHMETIC, choice.arithmetic().name());
    conf.set(WorkerJvm.ONE_GPU, String.valueOf(choice.gpu()));
    conf.set(WorkerJvm.TF32, String.valueOf(choice.tf32()));
    conf.set(WorkerJvm.THREADS, String.valueOf(threads));
    // Each task sets its threads' number again; this is for threads that no task starts.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", String.valueOf(threads));
    // A thread that waits by spinning takes a core from one that has something to do.
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE");
    NativeMemory memory = executorMemory(conf);
    // What YARN and Kubernetes allow a process beside its heap.
    conf.setIfMissing(EXECUTOR_OVERHEAD, (memory.besideHeapBytes() >> 20) + "m");
    String given = conf.get(EXECUTOR_OPTIONS, "");
    StringJoiner options = new StringJoiner(" ");
    if (!given.isBlank()) {
      options.add(given);
    }
    properties(memory)
        .forEach(
            (name, value) -> {
              if (!given.contains("-D" + name + "=")) {
                options.add("-D" + name + "=" + value);
              }
            });
    conf.set(EXECUTOR_OPTIONS, options.toString());
  }

  private static void requireCores(String master, int threads) {
    Matcher local = LOCAL_CORES.matcher(master);
    if (local.matches()) {
      String given = local.group(1) == null ? "1" : local.group(1);
      int cores =
          given.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(given);
      if (threads > cores) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "--threads is " + threads + ", and master " + master + " has cores: " + cores + ".");
      }
    }
  }

  private static NativeMemory executorMemory(SparkConf conf) {
    long heapBytes = conf.getSizeAsBytes(EXECUTOR_HEAP, "1g"); // Spark's own default
    return conf.contains(EXECUTOR_OVERHEAD)
        ? new NativeMemory(heapBytes, conf.getSizeAsMb(EXECUTOR_OVERHEAD) << 20)
        : NativeMemory.besideHeapOf(heapBytes);
  }

  private static Map<String, String> properties(NativeMemory memory) {
    Map<String, String> properties = memory.properties();
    // The default asks a time server on the Internet.
    properties.put(
        "org.deeplearning4j.spark.time.TimeSource",
        "org.deeplearning4j.spark.time.SystemClockTimeSource");
    return properties;
  }
}
