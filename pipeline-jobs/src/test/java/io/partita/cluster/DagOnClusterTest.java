package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.airflow.DagRecording;
import io.partita.airflow.LocalRunner;
import io.partita.airflow.LocalRunner.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DAG's command lines, word by word, given to spark-submit for a real cluster. */
@Tag("cluster")
@Tag("full")
class DagOnClusterTest {
  private static final String DATASET = "lmd_matched";
  private static final Set<String> WITHOUT_SPARK = Set.of("publish", "vacuum");

  private final TestCluster cluster = TestCluster.get();

  private final List<String> killed = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void everyTaskKilledAndRunAgainGivesTheLakeOfAnUndisturbedRun() throws Exception {
    Map<String, State> undisturbed =
        run("undisturbed", command -> PartitaRun.of(arguments(command)).exitCode());

    Map<String, State> retried =
        run(
            "retried",
            command -> {
              try {
                kill(command);
                return submit(command).end().exitCode();
              } catch (Exception e) {
                throw new AssertionError(command.toString(), e);
              }
            });

    assertThat(undisturbed).doesNotContainValue(State.FAILED).isEqualTo(retried);
    assertThat(killed)
        .containsExactly(
            "ingest-lmd", "check", "find-duplicates", "split", "check", "stats", "report");
    assertThat(SortedTables.of(folder.resolve("retried/lake"), DATASET))
        .containsKeys("notes", "statistics")
        .isEqualTo(SortedTables.of(folder.resolve("undisturbed/lake"), DATASET));
    assertThat(folder.resolve("retried/reports/lakh/index.html")).exists();
  }

  private Map<String, State> run(String name, ToIntFunction<List<String>> program)
      throws Exception {
    Path to = folder.resolve(name);
    Map<String, String> variables =
        Map.of(
            "partita_jar", cluster.jar().toString(),
            "partita_decoder_jar", cluster.decoder().toString(),
            "partita_archives", cluster.sample().toString(),
            "partita_lake", to.resolve("lake").toString(),
            "partita_reports", to.resolve("reports").toString());
    return new LocalRunner(program)
        .run(DagRecording.record("lakh_daily", "2026-03-01", Map.of(), variables));
  }

  /**
   * Begins a task, and ends it by SIGKILL when it has begun to work; not one that has nothing for
   * Spark to do.
   */
  private void kill(List<String> command) throws IOException, InterruptedException {
    String name = DagRecording.argumentsOf(command).get(0);
    if (WITHOUT_SPARK.contains(name)) {
      return;
    }
    try (ChildPartita child = submit(command)) {
      child.killWhen(child::isAtWork);
    }
    killed.add(name);
  }

  private ChildPartita submit(List<String> command) throws IOException {
    int master = command.indexOf("--master") + 1;
    List<String> words = new ArrayList<>(command.subList(1, command.size()));
    words.set(master - 1, cluster.cluster().masterUrl());
    return cluster.sparkSubmit(words);
  }

  private static Object[] arguments(List<String> command) {
    return DagRecording.argumentsOf(command).toArray();
  }
}
