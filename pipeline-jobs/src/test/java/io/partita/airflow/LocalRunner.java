package io.partita.airflow;

import io.partita.airflow.DagRecording.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Runs the tasks of a recorded DAG one after another, with something of the caller's in the place
 * of spark-submit. It knows the states and trigger rules that the DAGs use; instances of a mapped
 * task share a state.
 */
public final class LocalRunner {
  /** How a task ended. */
  public enum State {
    SUCCESS,
    FAILED,
    SKIPPED,
    UPSTREAM_FAILED
  }

  /** Exit codes after which {@code partita_submit.py} fails a task whatever retries it has. */
  private static final Set<Integer> FINAL = Set.of(2, 3);

  private final ToIntFunction<List<String>> program;
  private final Predicate<String> files;
  private final boolean isRetrying;

  /**
   * Tries each task once, on files of this machine.
   *
   * @param program runs a command line of spark-submit and answers with its exit code
   */
  public LocalRunner(ToIntFunction<List<String>> program) {
    this(program, file -> Files.exists(Path.of(file)), false);
  }

  private LocalRunner(
      ToIntFunction<List<String>> program, Predicate<String> files, boolean isRetrying) {
    this.program = program;
    this.files = files;
    this.isRetrying = isRetrying;
  }

  /**
   * Gives each task the retries of its DAG.
   *
   * @param files tells whether a file that a sensor awaits exists
   */
  static LocalRunner retrying(ToIntFunction<List<String>> program, Predicate<String> files) {
    return new LocalRunner(program, files, true);
  }

  /** Whether a task with retries left is tried again after this exit code. */
  static boolean isRetried(int exitCode) {
    return exitCode != 0 && !FINAL.contains(exitCode);
  }

  /** Runs a DAG; by task id how each task ended, in the order in which they ran. */
  public Map<String, State> run(DagRecording dag) {
    Map<String, State> states = new LinkedHashMap<>();
    for (Task task : dag.tasks()) {
      List<Task> before = dag.before(task);
      boolean isLeftOut =
          before.stream()
              .anyMatch(
                  other ->
                      other.operator().equals("short_circuit")
                          && states.get(other.id()) == State.SUCCESS
                          && !other.returns().asBoolean());
      List<State> earlier = before.stream().map(other -> states.get(other.id())).toList();
      State barred = isLeftOut ? State.SKIPPED : barred(task.triggerRule(), earlier);
      states.put(task.id(), barred == null ? run(task) : barred);
    }
    return states;
  }

  /** The state of a task that its trigger rule keeps from running; null where it may run. */
  private static State barred(String rule, List<State> earlier) {
    boolean failed = earlier.contains(State.FAILED) || earlier.contains(State.UPSTREAM_FAILED);
    boolean skipped = earlier.contains(State.SKIPPED);
    return switch (rule) {
      case "all_success" -> failed ? State.UPSTREAM_FAILED : skipped ? State.SKIPPED : null;
      case "none_failed" -> failed ? State.UPSTREAM_FAILED : null;
      case "all_done" -> null;
      default -> throw new IllegalArgumentException(rule);
    };
  }

  private State run(Task task) {
    return switch (task.operator()) {
      case "EmptyOperator", "python", "short_circuit" -> State.SUCCESS;
      case "FileSensor" -> all(task.awaited(), files::test);
      case "PartitaSubmitOperator" ->
          task.commands().isEmpty()
              ? State.SKIPPED
              : all(task.commands(), command -> submit(command, task.retries()));
      default -> throw new IllegalArgumentException(task.operator());
    };
  }

  private boolean submit(List<String> command, int retries) {
    int exitCode = program.applyAsInt(command);
    for (int retry = 0; isRetrying && isRetried(exitCode) && retry < retries; retry++) {
      exitCode = program.applyAsInt(command);
    }
    return exitCode == 0;
  }

  /** Tries all instances, whatever becomes of one. */
  private static <T> State all(List<T> instances, Function<T, Boolean> instance) {
    boolean isGood = true;
    for (T one : instances) {
      isGood &= instance.apply(one);
    }
    return isGood ? State.SUCCESS : State.FAILED;
  }
}
