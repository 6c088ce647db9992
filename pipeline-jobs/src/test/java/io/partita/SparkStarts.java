package io.partita;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;

/** Tells whether a command has started Spark in this JVM. */
public final class SparkStarts extends SparkListener {
  private static final String SETTING = "spark.extraListeners";
  private static final AtomicInteger STARTS = new AtomicInteger();

  @Override
  public void onApplicationStart(SparkListenerApplicationStart start) {
    STARTS.incrementAndGet();
  }

  /** How often Spark is started while a command runs. */
  public static int during(Runnable command) {
    int before = STARTS.get();
    System.setProperty(SETTING, SparkStarts.class.getName());
    try {
      command.run();
    } finally {
      System.clearProperty(SETTING);
    }
    return STARTS.get() - before;
  }
}
