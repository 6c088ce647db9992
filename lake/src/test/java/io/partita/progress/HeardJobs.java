package io.partita.progress;

import java.util.ArrayList;
import java.util.List;

/** Hears what jobs say until it is closed. */
public final class HeardJobs implements JobListener, AutoCloseable {
  private final List<String> lines = new ArrayList<>();

  public HeardJobs() {
    JobLog.listen(this);
  }

  /** What was said so far, and {@code name: done of total} of steps. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void said(String line) {
    lines.add(line);
  }

  @Override
  public void drafted(String line) {
    said("draft: " + line);
  }

  @Override
  public void draftStays() {}

  @Override
  public Step begun(String name, String unit) {
    said(name);
    return new Step() {
      @Override
      public void done(long done, long total) {
        said(name + ": " + done + " of " + total + " " + unit);
      }

      @Override
      public void end() {
        said(name + ": over");
      }
    };
  }

  @Override
  public void close() {
    JobLog.listen(null);
  }
}
