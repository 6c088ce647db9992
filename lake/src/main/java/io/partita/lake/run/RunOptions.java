package io.partita.lake.run;

import io.partita.StoredName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was told: its command, and the options with their values, defaults included. They are
 * kept by the names of {@link StoredName}.
 */
public final class RunOptions {
  private final String command;
  private final Map<String, Object> decisive = new LinkedHashMap<>();
  private final Map<String, Object> others = new LinkedHashMap<>();

  public RunOptions(String command) {
    this.command = command;
  }

  public String command() {
    return command;
  }

  /** An option that decides which rows come out, and so is a part of the run's id. */
  public RunOptions decisive(String option, Object value) {
    decisive.put(StoredName.of(option), value);
    return this;
  }

  /** An option that the report tells of, and no more. */
  public RunOptions other(String option, Object value) {
    others.put(StoredName.of(option), value);
    return this;
  }

  /** The options that decide which rows come out. */
  public Map<String, Object> decisive() {
    return decisive;
  }

  /** All options, first those that decide which rows come out. */
  public Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>(decisive);
    all.putAll(others);
    return all;
  }
}
