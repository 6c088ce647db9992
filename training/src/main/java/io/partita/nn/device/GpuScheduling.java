package io.partita.nn.device;

import org.apache.spark.SparkConf;

/**
 * How Spark hands out GPUs. The settings belong to the application; what finds the GPUs belongs to
 * the workers.
 */
final class GpuScheduling {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  private GpuScheduling() {}

  /** Whether every task gets a GPU. */
  static boolean givesGpus(SparkConf conf) {
    return !conf.get(TASK, "0").equals("0");
  }

  /** Whether every executor and every task gets one whole GPU. */
  static boolean givesOneGpu(SparkConf conf) {
    return conf.get(EXECUTOR, "0").equals("1") && conf.get(TASK, "0").equals("1");
  }

  /** What spark-submit has to be told. */
  static String advice() {
    return "--conf " + EXECUTOR + "=1 --conf " + TASK + "=1";
  }
}
