package io.partita.model.job;

import io.partita.lake.run.Spark;
import io.partita.model.examples.JvmSettings;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.Backend;
import io.partita.nn.device.NativeThreads;
import org.apache.spark.SparkConf;

/**
 * How commands that use a trained model compute: on the processor, a thread in each place, so that
 * the bits do not depend on the machine's cores.
 */
public final class Processor {
  private Processor() {}

  /** Makes this process compute so. */
  public static void use() {
    JvmSettings.applyHere();
    Backend.NATIVE.load();
    Arithmetic.NATIVE.use();
    NativeThreads.use(1);
  }

  /** The settings of a session whose workers compute so; loads the library here, too. */
  public static SparkConf conf(String appName) {
    SparkConf conf = Spark.conf(appName);
    JvmSettings.applyHere();
    JvmSettings.applyTo(conf, Backend.NATIVE, 1);
    Backend.NATIVE.load();
    Arithmetic.NATIVE.use();
    return conf;
  }
}
