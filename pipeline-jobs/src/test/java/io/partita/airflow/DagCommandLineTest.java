package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.airflow.DagRecording.Task;
import io.partita.cli.Partita;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import scala.collection.JavaConverters;

/** The recorded command lines against the real ones: Spark's and Partita's own parsers. */
class DagCommandLineTest {
  static final List<String> DAGS = DagRecording.DAGS;

  @ParameterizedTest
  @FieldSource("DAGS")
  void sparkSubmitTakesEveryCommand(String dag) throws IOException {
    for (Task task : DagRecording.golden(dag).tasks()) {
      for (List<String> command : task.commands()) {
        assertThat(command.get(0)).isEqualTo("spark-submit");
        SparkSubmitArguments parsed = sparkSubmit(command.subList(1, command.size()));

        assertThat(parsed.mainClass()).isEqualTo(Partita.class.getName());
        assertThat(parsed.master()).isEqualTo("spark://spark-master:7077");
        assertThat(parsed.deployMode()).isEqualTo("client");
        assertThat(parsed.name()).isEqualTo(dag + "." + task.id());
        assertThat(parsed.primaryResource()).endsWith("/opt/partita/partita.jar");
        assertThat(JavaConverters.seqAsJavaListConverter(parsed.childArgs()).asJava())
            .isEqualTo(
                command.subList(command.indexOf("/opt/partita/partita.jar") + 1, command.size()));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("DAGS")
  void everyCommandIsOneOfPartita(String dag) throws IOException {
    List<String> parsed = new ArrayList<>();
    for (Task task : DagRecording.golden(dag).tasks()) {
      for (List<String> arguments : task.arguments()) {
        parsed.add(DagCommand.of(arguments).name());
      }
    }

    assertThat(parsed).isNotEmpty();
    assertThat(new TreeSet<>(parsed)).contains("report");
  }

  /**
   * What a task reads, another one has made before it, or it comes from outside: from the archives,
   * or from the asset that starts the DAG.
   */
  @ParameterizedTest
  @FieldSource("DAGS")
  void everyInputWasMadeBeforeOrComesFromOutside(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    for (Task task : recording.tasks()) {
      List<String> there = new ArrayList<>();
      if (dag.equals("train_models")) {
        there.add("data set lmd_matched");
      }
      for (Task earlier : recording.longBefore(task)) {
        earlier.arguments().forEach(arguments -> there.addAll(DagCommand.of(arguments).writes()));
      }
      for (List<String> arguments : task.arguments()) {
        DagCommand command = DagCommand.of(arguments);
        assertThat(
                command.reads().stream()
                    .filter(input -> !input.startsWith("file /srv/partita/archives/")))
            .as("what %s.%s reads: %s", dag, task.id(), arguments)
            .isSubsetOf(there);
        assertThat(command.reads().isEmpty() && command.writes().isEmpty()).isFalse();
      }
    }
  }

  /** What is ingested every night has been waited for. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void aNightlyArchiveIsWaitedFor(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    List<String> ingested = new ArrayList<>();
    List<String> awaited = new ArrayList<>();
    for (Task task : recording.tasks()) {
      for (List<String> arguments : task.arguments()) {
        DagCommand command = DagCommand.of(arguments);
        if (command.name().startsWith("ingest-")) {
          ingested.addAll(command.files());
          recording.longBefore(task).forEach(earlier -> awaited.addAll(earlier.awaited()));
        }
      }
    }

    Map<String, List<String>> expected =
        Map.of(
            "lakh_daily", List.of("/srv/partita/archives/lmd_matched.tar.gz"),
            "fma_daily",
                List.of(
                    "/srv/partita/archives/fma_metadata.zip",
                    "/srv/partita/archives/fma_small.zip"));
    assertThat(awaited).containsExactlyInAnyOrderElementsOf(expected.getOrDefault(dag, List.of()));
    assertThat(ingested).containsAll(awaited);
  }

  /**
   * A backfill, a nightly run and a training may meet on a data set, as Airflow counts their runs
   * apart: who writes it waits, and has time left when the wait is over.
   */
  @ParameterizedTest
  @FieldSource("DAGS")
  void whoWritesADataSetWaitsForItsTurn(String dag) throws IOException {
    List<String> writers = new ArrayList<>();
    for (Task task : DagRecording.golden(dag).tasks()) {
      for (List<String> arguments : task.arguments()) {
        DagCommand command = DagCommand.of(arguments);
        if (command
            .name()
            .matches("ingest-.*|publish|vacuum|stats|slice-drums|encode|split|find-duplicates")) {
          writers.add(command.name());
          assertThat(command.waits().multipliedBy(2))
              .as("%s.%s waits, and for half of its time at most", dag, task.id())
              .isPositive()
              .isLessThanOrEqualTo(task.timeout());
        }
      }
    }
    assertThat(writers).isNotEmpty();
  }

  /**
   * What passed the last gate is what is used: nothing after it changes a row of the data set, but
   * to publish what passed.
   */
  @ParameterizedTest
  @FieldSource("DAGS")
  void nothingChangesADataSetBehindItsGate(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    List<String> changed = new ArrayList<>();
    for (Task task : recording.tasks()) {
      List<String> dataSets =
          task.arguments().stream()
              .flatMap(arguments -> DagCommand.of(arguments).writes().stream())
              .filter(written -> written.matches("(data set|duplicates of) .*"))
              .toList();
      boolean isPublish =
          task.arguments().stream().anyMatch(arguments -> arguments.get(0).equals("publish"));
      if (!isPublish && recording.longBefore(task).contains(lastGate(recording))) {
        changed.addAll(dataSets);
      }
    }

    assertThat(changed).isEmpty();
  }

  /** What readers see of a night has passed a gate before they did. */
  @ParameterizedTest
  @CsvSource({
    "lakh_daily, gate, publish",
    "fma_daily, subset.gate, subset.publish",
    "backfill_corpora, corpus.gate, corpus.publish",
  })
  void aNightIsPublishedBehindAGate(String dag, String gate, String publish) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    for (Task task : recording.tasks()) {
      for (List<String> arguments : task.arguments()) {
        if (arguments.get(0).startsWith("ingest-")) {
          assertThat(arguments).contains("--stage-only");
        }
        if (task.id().equals(gate)) {
          assertThat(arguments).startsWith("check").contains("--staged");
        }
        if (task.id().equals(publish)) {
          assertThat(arguments).startsWith("publish");
          assertThat(recording.longBefore(task)).extracting(Task::id).contains(gate);
        }
      }
    }
  }

  /** Null where there is none. */
  private static Task lastGate(DagRecording recording) {
    return recording.tasks().stream()
        .filter(DagCommandLineTest::isGate)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private static boolean isGate(Task task) {
    return task.arguments().stream().anyMatch(arguments -> arguments.get(0).equals("check"));
  }

  /**
   * Models start with what lakh_daily publishes: near-duplicates in two splits would flatter them.
   */
  @Test
  void theSplitsOfTheNightKeepFilesAlikeTogetherAndAreChecked() throws IOException {
    DagRecording recording = DagRecording.golden("lakh_daily");
    Task gate = lastGate(recording);

    assertThat(recording.tasks().stream().filter(task -> task.operator().equals("short_circuit")))
        .extracting(task -> task.id() + " " + task.returns())
        .containsExactly("wants_download false", "wants_duplicates true");
    assertThat(recording.longBefore(gate))
        .extracting(Task::id)
        .contains("find_duplicates", "split");
    assertThat(gate.arguments().get(0)).contains("--no-leaks=True");
    assertThat(gate.triggerRule()).as("with and without duplicates").isEqualTo("none_failed");
  }

  private static SparkSubmitArguments sparkSubmit(List<String> arguments) {
    return new SparkSubmitArguments(
        JavaConverters.asScalaBufferConverter(arguments).asScala().toSeq(),
        scala.collection.immutable.Map$.MODULE$.empty());
  }
}
