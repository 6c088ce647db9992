package io.partita.lake.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** When a run began, and where its time went: seconds by stage, in the order of the stages. */
public final class StageSeconds {
  private final Instant started = Instant.now();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long sinceNanos = System.nanoTime();

  public Instant started() {
    return started;
  }

  /** Ends a stage that began when the one before ended. */
  public void ended(String stage) {
    long now = System.nanoTime();
    seconds.put(stage, Math.round((now - sinceNanos) / 1e6) / 1e3);
    sinceNanos = now;
  }

  /** The stages that have ended by now. */
  public Map<String, Double> byStage() {
    return new LinkedHashMap<>(seconds);
  }
}
