package io.partita.lake.run;

import io.partita.progress.JobLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Shows how far a job is by following accumulators through the heartbeats of running tasks. Steps
 * are announced in order; one ends when the accumulator of the next begins to move.
 */
public final class Progress extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Map<Long, Long> byTask = new HashMap<>();
  private StepProgress shown;

  /** What to show, and by which accumulator. */
  private record Step(
      String name, LongSupplier total, String unit, long unitSize, String accumulator) {}

  public Progress(SparkContext spark) {
    this.spark = spark;
    spark.addSparkListener(this);
  }

  /**
   * Announces the next step.
   *
   * @param total in the accumulator's unit, asked when the step begins
   * @param unit that is shown, one for {@code unitSize} of the accumulator's
   */
  public synchronized void next(
      String name, LongSupplier total, String unit, long unitSize, String accumulator) {
    steps.add(new Step(name, total, unit, unitSize, accumulator));
    if (shown == null) {
      shown = new StepProgress(name, unit);
    }
  }

  /** A short step whose progress nobody needs to see. */
  public synchronized void say(String name) {
    end();
    RunningCommand.stage(name);
    JobLog.say(name + " …");
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
    for (AccumulableInfo info : JavaConverters.seqAsJavaList(accumulables)) {
      if (info.name().isDefined() && info.update().isDefined()) {
        moved(taskId, info.name().get(), ((Number) info.update().get()).longValue());
      }
    }
  }

  private void moved(long taskId, String accumulator, long value) {
    if (steps.stream().noneMatch(step -> step.accumulator().equals(accumulator)) || value == 0) {
      return;
    }
    while (!steps.getFirst().accumulator().equals(accumulator)) {
      steps.removeFirst();
      shown.close();
      shown = new StepProgress(steps.getFirst().name(), steps.getFirst().unit());
      byTask.clear();
    }
    byTask.put(taskId, value);
    Step step = steps.getFirst();
    long done = byTask.values().stream().mapToLong(Long::longValue).sum();
    shown.show(done / step.unitSize(), step.total().getAsLong() / step.unitSize());
  }

  private synchronized void end() {
    steps.clear();
    byTask.clear();
    if (shown != null) {
      shown.close();
      shown = null;
    }
  }

  /** Without the lock: removing a queue's only listener waits for what that listener is at. */
  @Override
  public void close() {
    end();
    spark.removeSparkListener(this);
  }
}
