package io.partita.airflow;

import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.airflow.LocalRunner.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Runs of whole DAGs with the real program, on generated archives and one lake. */
final class DagRuns {
  /** Exit code of a command that an earlier run made unnecessary. */
  private static final int UNCHANGED = 99;

  /** What is measured by the clock. */
  private static final String TIMES = "seconds|examples_per_s";

  private final Path folder;
  private final List<List<String>> failed = new ArrayList<>();

  /**
   * @param folder where lake, models and reports are made
   */
  DagRuns(Path folder) {
    this.folder = folder;
  }

  /** Runs a DAG as it is; by task id how each task ended. */
  Map<String, State> run(String dag, String day, Map<String, Object> params) throws Exception {
    return run(dag, day, params, this::program);
  }

  /** Runs a DAG whose every task is cleared by an operator when it has ended, and runs again. */
  Map<String, State> runEachTaskTwice(String dag, String day, Map<String, Object> params)
      throws Exception {
    return run(dag, day, params, command -> program(command) + programOfLaterTry(command));
  }

  private Map<String, State> run(
      String dag, String day, Map<String, Object> params, ToIntFunction<List<String>> program)
      throws Exception {
    Map<String, String> variables = new TreeMap<>();
    for (String part : List.of("lake", "models", "reports")) {
      variables.put("partita_" + part, folder.resolve(part).toString());
    }
    variables.put("partita_archives", ArchivesSample.folder().toString());
    return new LocalRunner(program).run(DagRecording.record(dag, day, params, variables));
  }

  /** The DAGs ask for another exit code then. */
  private int programOfLaterTry(List<String> command) {
    int exitCode = program(command);
    return exitCode == UNCHANGED ? 0 : exitCode;
  }

  private int program(List<String> command) {
    List<String> arguments = DagRecording.argumentsOf(command);
    int exitCode = PartitaRun.of(arguments.toArray()).exitCode();
    if (exitCode != 0 && exitCode != UNCHANGED) {
      failed.add(arguments);
    }
    return exitCode;
  }

  /** The arguments of the runs that failed. */
  List<List<String>> failed() {
    return failed;
  }

  /** All rows of a data set. */
  Map<String, List<String>> tables(String dataset) {
    return SortedTables.without(folder.resolve("lake"), dataset, TIMES);
  }
}
