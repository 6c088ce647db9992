package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * What a DAG would do in one run: its tasks in an order that its edges allow, each with the command
 * lines that Airflow would give to spark-submit.
 *
 * @param day of the run, as 2026-03-01
 * @param catchup whether Airflow runs the days that were missed
 * @param maxActiveRuns at one time
 * @param edges pairs of task ids, what runs before first
 */
public record DagRecording(
    String dagId,
    String day,
    boolean catchup,
    int maxActiveRuns,
    List<Task> tasks,
    List<List<String>> edges) {
  static final List<String> DAGS =
      List.of("lakh_daily", "fma_daily", "train_models", "backfill_corpora");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A task.
   *
   * @param operator PartitaSubmitOperator, FileSensor, EmptyOperator, python or short_circuit
   * @param retries tries after the first
   * @param outlets addresses of the assets that its success updates
   * @param timeout when Airflow ends it; null where nothing says so
   * @param commands of spark-submit, one for each instance of a mapped task
   * @param awaited files that a sensor waits for
   * @param returns what a Python function answered; missing for the others
   */
  public record Task(
      String id,
      String operator,
      String triggerRule,
      int retries,
      List<String> outlets,
      Duration timeout,
      List<List<String>> commands,
      List<String> awaited,
      JsonNode returns) {

    /** Whether another task is in the same group. */
    boolean isBeside(Task other) {
      return !group().isEmpty() && group().equals(other.group());
    }

    private String group() {
      return id.substring(0, Math.max(0, id.indexOf('.')));
    }

    /** The application's arguments in each of the commands. */
    List<List<String>> arguments() {
      return commands.stream().map(DagRecording::argumentsOf).toList();
    }
  }

  /** The application's part of a command line of spark-submit. */
  public static List<String> argumentsOf(List<String> command) {
    int jar = 0;
    while (!command.get(jar).endsWith(".jar") || command.get(jar - 1).equals("--jars")) {
      jar++;
    }
    return command.subList(jar + 1, command.size());
  }

  /** The folder of the DAGs. */
  static Path folder() {
    return Path.of(System.getProperty("partita.home", "..")).resolve("airflow-dags");
  }

  /** The recording that lies beside the DAG: of one day, with default parameters and variables. */
  static DagRecording golden(String dag) throws IOException {
    return of(Files.readString(folder().resolve(dag + ".json")));
  }

  /**
   * Records a DAG as it would run with other parameters and variables; skips the test where the
   * recorder cannot run.
   */
  public static DagRecording record(
      String dag, String day, Map<String, Object> params, Map<String, String> variables)
      throws IOException, InterruptedException {
    Map<String, Object> run = Map.of("day", day, "params", params, "variables", variables);
    Python recorded =
        Python.run(
            folder().resolve("tests/record.py"),
            folder().resolve(dag + ".py"),
            "--run",
            JSON.writeValueAsString(run));
    assertThat(recorded.exitCode()).as(recorded.err()).isZero();
    return of(recorded.out());
  }

  private static DagRecording of(String json) throws IOException {
    JsonNode root = JSON.readTree(json);
    List<Task> tasks = new ArrayList<>();
    for (JsonNode task : root.path("tasks")) {
      tasks.add(
          new Task(
              task.path("task_id").asText(),
              task.path("operator").asText(),
              task.path("trigger_rule").asText(),
              task.path("retries").asInt(),
              texts(task.path("outlets")),
              task.has("execution_timeout_s")
                  ? Duration.ofSeconds(task.get("execution_timeout_s").asLong())
                  : null,
              commands(task.path("argv")),
              task.path("filepath").isTextual()
                  ? List.of(task.path("filepath").asText())
                  : texts(task.path("filepath")),
              task.path("returns")));
    }
    List<List<String>> edges = new ArrayList<>();
    root.path("edges").forEach(edge -> edges.add(texts(edge)));
    return new DagRecording(
        root.path("dag_id").asText(),
        root.path("day").asText(),
        root.path("catchup").asBoolean(true),
        root.path("max_active_runs").asInt(),
        List.copyOf(tasks),
        edges);
  }

  private static List<List<String>> commands(JsonNode argv) {
    if (argv.path(0).isTextual()) {
      return List.of(texts(argv));
    }
    return StreamSupport.stream(argv.spliterator(), false).map(DagRecording::texts).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** How often the group of a task runs beside itself; 1 of a task in none. */
  int instances(Task task) {
    return tasks.stream()
        .filter(task::isBeside)
        .mapToInt(other -> other.commands().size())
        .max()
        .orElse(1);
  }

  /** The tasks that a task waits for itself. */
  List<Task> before(Task task) {
    return tasks.stream().filter(other -> edges.contains(List.of(other.id(), task.id()))).toList();
  }

  /** All that have ended before a task begins. */
  Set<Task> longBefore(Task task) {
    Set<Task> all = new LinkedHashSet<>();
    for (Task before : before(task)) {
      all.addAll(longBefore(before));
      all.add(before);
    }
    return all;
  }

  /**
   * A Python program that has ended.
   *
   * @param exitCode 0 when all was well
   */
  record Python(int exitCode, String out, String err) {
    /** Whether there is one with Jinja2; null before anybody asked. */
    private static Boolean canRecord;

    /** Runs the system's Python with Jinja2; skips the test where there is none. */
    static Python run(Object... arguments) throws IOException, InterruptedException {
      return run(Map.of(), arguments);
    }

    /** The same with variables added to its environment. */
    static Python run(Map<String, String> environment, Object... arguments)
        throws IOException, InterruptedException {
      require();
      return start(environment, List.of(arguments));
    }

    /** Skips the test where there is none. */
    static void require() throws IOException, InterruptedException {
      if (canRecord == null) {
        canRecord = start(Map.of(), List.of("-c", "import jinja2")).exitCode() == 0;
      }
      assumeTrue(canRecord, "There is no python3 with Jinja2 (Debian: python3-jinja2)");
    }

    private static Python start(Map<String, String> environment, List<?> arguments)
        throws IOException, InterruptedException {
      // Debian's packages are those of its own Python, whatever else is first on the PATH.
      Path debian = Path.of("/usr/bin/python3");
      List<String> command = new ArrayList<>();
      command.add(Files.exists(debian) ? debian.toString() : "python3");
      arguments.forEach(argument -> command.add(argument.toString()));
      Path out = Files.createTempFile("python", ".out");
      Path err = Files.createTempFile("python", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s has ended", command).isTrue();
        return new Python(
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
      } catch (IOException e) {
        return new Python(127, "", e.getMessage());
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    }
  }
}
