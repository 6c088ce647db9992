package io.partita.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a run's time went: seconds by stage, in the order of the stages. */
public final class StageSeconds {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long sinceNanos = System.nanoTime();

  /** Ends a stage that began when the one before ended. */
  public void ended(String stage) {
    long now = System.nanoTime();
    seconds.put(stage, Math.round((now - sinceNanos) / 1e6) / 1e3);
    sinceNanos = now;
  }

  public Map<String, Double> byStage() {
    return seconds;
  }
}
