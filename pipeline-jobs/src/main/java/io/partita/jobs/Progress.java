package io.partita.jobs;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Shows how far a long step is, on standard error: a bar with rate and remaining time on a
 * terminal, a line every ten seconds otherwise. It follows one accumulator through the heartbeats
 * of running tasks.
 */
final class Progress extends SparkListener implements AutoCloseable {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final SparkSession spark;
  private final boolean isTerminal = System.console() != null;
  private final Map<Long, Long> byTask = new ConcurrentHashMap<>();
  private Step step;

  /** What is being shown. */
  private record Step(
      String name, String unit, long unitSize, long total, String accumulator, ProgressBar bar) {}

  private long lastLineNanos = System.nanoTime();

  Progress(SparkSession spark) {
    this.spark = spark;
    spark.sparkContext().addSparkListener(this);
  }

  /**
   * Begins a step, ending the one before.
   *
   * @param total in the accumulator's unit; -1 when unknown
   * @param unit what the total counts after division by {@code unitSize}
   * @param accumulator the name of the accumulator to follow
   */
  synchronized void step(String name, long total, String unit, long unitSize, String accumulator) {
    endStep();
    byTask.clear();
    ProgressBar bar =
        isTerminal
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setUnit(" " + unit, unitSize)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .setUpdateIntervalMillis(500)
                .build()
            : null;
    step = new Step(name, unit, unitSize, total, accumulator, bar);
    if (bar == null) {
      System.err.println(name + " …");
    }
    lastLineNanos = System.nanoTime();
  }

  /** A short step whose progress nobody needs to see. */
  synchronized void say(String name) {
    endStep();
    System.err.println(name + " …");
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    Seq<Tuple4<Object, Object, Object, Seq<AccumulableInfo>>> tasks = update.accumUpdates();
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        JavaConverters.seqAsJavaList(tasks)) {
      follow((Long) task._1(), task._4());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    follow(end.taskInfo().taskId(), end.taskInfo().accumulables());
  }

  private synchronized void follow(long taskId, Seq<AccumulableInfo> accumulables) {
    if (step == null) {
      return;
    }
    for (AccumulableInfo info : JavaConverters.seqAsJavaList(accumulables)) {
      if (info.name().contains(step.accumulator()) && info.update().isDefined()) {
        byTask.put(taskId, ((Number) info.update().get()).longValue());
        show(byTask.values().stream().mapToLong(Long::longValue).sum());
      }
    }
  }

  private void show(long done) {
    if (step.bar() != null) {
      step.bar().stepTo(done);
    } else if (System.nanoTime() - lastLineNanos > LINE_EVERY.toNanos()) {
      lastLineNanos = System.nanoTime();
      String share =
          step.total() > 0
              ? String.format(Locale.ROOT, " of %,d (%d %%)", step.total() / step.unitSize(), Math.min(100, 100 * done / step.total()))
              : "";
      System.err.printf(
          Locale.ROOT, "%s: %,d%s %s%n", step.name(), done / step.unitSize(), share, step.unit());
    }
  }

  private void endStep() {
    if (step != null && step.bar() != null) {
      step.bar().close();
    }
    step = null;
  }

  @Override
  public synchronized void close() {
    endStep();
    spark.sparkContext().removeSparkListener(this);
  }
}
