package io.partita.airflow;

import io.partita.airflow.DagRecording.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Runs the tasks of a recorded DAG one after another, with something of the caller's in the place
 * of spark-submit. It knows the states and trigger rules that the DAGs use. An instance of a mapped
 * group waits for that group's tasks of its own; elsewhere instances of a task share a state.
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
  private static final Set<Integer> FINAL = Set.of(2, 3, 99);

  /** The exit code after which it skips a task. */
  private static final int UNCHANGED = 99;

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
    Map<String, List<State>> states = new LinkedHashMap<>();
    for (Task task : dag.tasks()) {
      List<State> instances = new ArrayList<>();
      for (int instance = 0; instance < dag.instances(task); instance++) {
        State barred = barred(dag, task, instance, states);
        instances.add(barred == null ? run(dag, task, instance) : barred);
      }
      states.put(task.id(), instances);
    }
    Map<String, State> ended = new LinkedHashMap<>();
    states.forEach((task, instances) -> ended.put(task, all(instances)));
    return ended;
  }

  private static State barred(
      DagRecording dag, Task task, int instance, Map<String, List<State>> states) {
    List<State> earlier = new ArrayList<>();
    for (Task other : dag.before(task)) {
      List<State> all = states.get(other.id());
      State state = task.isBeside(other) ? all.get(instance) : all(all);
      if (other.operator().equals("short_circuit")
          && state == State.SUCCESS
          && !other.returns().asBoolean()) {
        return State.SKIPPED;
      }
      earlier.add(state);
    }
    return barred(task.triggerRule(), earlier);
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

  private State run(DagRecording dag, Task task, int instance) {
    boolean isAlone = dag.instances(task) > 1;
    return switch (task.operator()) {
      case "EmptyOperator", "python", "short_circuit" -> State.SUCCESS;
      case "FileSensor" ->
          of(task.awaited(), isAlone, instance).allMatch(files) ? State.SUCCESS : State.FAILED;
      case "PartitaSubmitOperator" ->
          all(
              of(task.commands(), isAlone, instance)
                  .map(command -> submit(command, task.retries()))
                  .toList());
      default -> throw new IllegalArgumentException(task.operator());
    };
  }

  private static <T> Stream<T> of(List<T> instances, boolean isAlone, int instance) {
    return isAlone ? Stream.of(instances.get(instance)) : instances.stream();
  }

  private State submit(List<String> command, int retries) {
    int exitCode = program.applyAsInt(command);
    for (int retry = 0; isRetrying && isRetried(exitCode) && retry < retries; retry++) {
      exitCode = program.applyAsInt(command);
    }
    return exitCode == 0 ? State.SUCCESS : exitCode == UNCHANGED ? State.SKIPPED : State.FAILED;
  }

  /** How a task ended, by its instances; one of none is skipped. */
  private static State all(List<State> instances) {
    return Stream.of(State.FAILED, State.UPSTREAM_FAILED, State.SUCCESS)
        .filter(instances::contains)
        .findFirst()
        .orElse(State.SKIPPED);
  }
}
