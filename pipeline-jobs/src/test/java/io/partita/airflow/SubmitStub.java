package io.partita.airflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Stands for spark-submit where only the rules of a DAG are looked at: parses each command by the
 * program's own command line, notes what it would have made, and ends with the exit code of a
 * table. As the real program it ends with 2 where an input was made by no command before, or where
 * its output exists and may not be overwritten.
 */
final class SubmitStub implements ToIntFunction<List<String>> {
  private final SortedSet<String> made = new TreeSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Map<String, List<Integer>> exitCodes = new HashMap<>();
  private final List<String> tried = new ArrayList<>();
  private final List<List<String>> arguments = new ArrayList<>();

  /** An archive folder that holds all that is asked of it, and the data set lmd_matched. */
  SubmitStub() {
    made.add("data set lmd_matched");
  }

  /** The next tries of a task end with these exit codes, those after them with 0. */
  SubmitStub ends(String task, Integer... codes) {
    exitCodes.put(task, new ArrayList<>(List.of(codes)));
    return this;
  }

  /** A file that the archive folder lacks. */
  SubmitStub without(String file) {
    missing.add(file);
    return this;
  }

  /** Runs a DAG as Airflow would, with retries. */
  Map<String, LocalRunner.State> run(DagRecording dag) {
    return LocalRunner.retrying(this, isThere()).run(dag);
  }

  /** Runs a DAG whose every task is cleared when it has ended, and runs again. */
  Map<String, LocalRunner.State> runEachTaskTwice(DagRecording dag) {
    return LocalRunner.retrying(
            command -> {
              int first = applyAsInt(command);
              return first == 0 ? applyAsInt(command) : first;
            },
            isThere())
        .run(dag);
  }

  private Predicate<String> isThere() {
    return file -> !missing.contains(file);
  }

  @Override
  public int applyAsInt(List<String> command) {
    String name = command.get(command.indexOf("--name") + 1);
    String task = name.substring(name.indexOf('.') + 1);
    List<String> words = DagRecording.argumentsOf(command);
    DagCommand parsed = DagCommand.of(words);
    tried.add(task);
    arguments.add(words);
    List<Integer> codes = exitCodes.getOrDefault(task, List.of());
    int exitCode = codes.isEmpty() ? 0 : codes.remove(0);
    if (!parsed.reads().stream().allMatch(this::canBeRead)
        || (parsed.isKept() && parsed.writes().stream().anyMatch(made::contains))) {
      exitCode = 2;
    }
    if (exitCode == 0) {
      if (parsed.name().startsWith("ingest-") || parsed.name().equals("publish")) {
        parsed.writes().forEach(dataset -> made.removeIf(derived -> isOf(dataset, derived)));
      }
      made.addAll(parsed.writes());
    }
    return exitCode;
  }

  private boolean canBeRead(String input) {
    return made.contains(input)
        || (input.startsWith("file /srv/partita/archives/")
            && !missing.contains(input.substring("file ".length())));
  }

  /** Duplicates and slices of a data set, which its next ingest drops. */
  private static boolean isOf(String dataset, String derived) {
    return derived.endsWith(" of " + dataset.substring("data set ".length()));
  }

  /** The task of each try, in order. */
  List<String> tried() {
    return tried;
  }

  /** The application's arguments of each try, in order. */
  List<List<String>> arguments() {
    return arguments;
  }

  /** What the commands made, as {@link DagCommand#writes}. */
  SortedSet<String> made() {
    return new TreeSet<>(made);
  }
}
