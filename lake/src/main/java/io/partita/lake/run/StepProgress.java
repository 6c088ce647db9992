package io.partita.lake.run;

import io.partita.progress.JobListener;
import io.partita.progress.JobLog;
import io.partita.terminal.VisibleText;

/**
 * How far one step is, for who listens to {@link JobLog}; {@link RunningCommand} tells the same.
 */
public final class StepProgress implements AutoCloseable {
  private final String name;
  private final String unit;
  private final JobListener.Step step;
  private final long begunNanos = System.nanoTime();

  /**
   * @param unit that is counted, in the plural
   */
  public StepProgress(String name, String unit) {
    this.name = VisibleText.line(name);
    this.unit = unit;
    RunningCommand.step(this.name, unit, 0, -1, Double.NaN);
    this.step = JobLog.begin(this.name, unit);
  }

  /**
   * @param total -1 when unknown
   */
  public synchronized void show(long done, long total) {
    double seconds = (System.nanoTime() - begunNanos) / 1e9;
    double left = done > 0 && total > 0 ? seconds * Math.max(0, total - done) / done : Double.NaN;
    RunningCommand.step(name, unit, (double) done, (double) total, left);
    step.done(done, total);
  }

  @Override
  public synchronized void close() {
    step.end();
  }
}
