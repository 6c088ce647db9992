package io.partita.lake.run;

import io.partita.StoredName;
import io.partita.lake.table.LakeTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was told: its command, and the options with their values, defaults included. They are
 * kept by the names of {@link StoredName}.
 */
public final class RunOptions {
  private final String command;
  private final Map<String, Object> decisive = new LinkedHashMap<>();
  private final Map<String, Object> others = new LinkedHashMap<>();
  private List<LakeTable> made;
  private List<String> parts = List.of("");
  private boolean mayEndUnchanged;

  public RunOptions(String command) {
    this.command = command;
    this.made =
        Arrays.stream(LakeTable.values())
            .filter(table -> table.spec().origin().isMadeBy(command))
            .toList();
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

  /** The tables that the run writes rows of, where its command makes others than these. */
  public RunOptions makes(LakeTable... tables) {
    made = List.of(tables);
    return this;
  }

  /**
   * The tables that the run writes rows of.
   *
   * @return empty where it makes none
   */
  List<LakeTable> made() {
    return made;
  }

  /** The parts of its tables that the run replaces, as schemes; the others stay. */
  public RunOptions parts(List<String> replaced) {
    parts = replaced;
    return this;
  }

  /** Names of what the run replaces: of its command, and of each part. */
  List<String> targets() {
    return parts.stream().map(part -> (command + " " + part).strip()).toList();
  }

  /** Whether the run ends at once where an earlier one has made what it would make. */
  public RunOptions endUnchanged(boolean may) {
    mayEndUnchanged = may;
    return this;
  }

  boolean mayEndUnchanged() {
    return mayEndUnchanged;
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
