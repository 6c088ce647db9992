package io.partita.nn.device;

import org.apache.spark.SparkConf;

/**
 * How Spark hands out GPUs: one to an executor, which runs one task at a time. The settings belong
 * to the application; what finds the GPUs belongs to the workers.
 */
final class GpuScheduling {
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  private GpuScheduling() {}

  /** Whether every executor and every task gets one whole GPU. */
  static boolean givesOneGpu(SparkConf conf) {
    return conf.get(EXECUTOR, "0").equals("1") && conf.get(TASK, "0").equals("1");
  }

  /** What spark-submit has to be told. */
  static String advice() {
    return "--conf " + EXECUTOR + "=1 --conf " + TASK + "=1";
  }
}
