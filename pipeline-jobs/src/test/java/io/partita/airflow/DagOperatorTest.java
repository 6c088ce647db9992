package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.airflow.DagRecording.Python;
import io.partita.airflow.DagRecording.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The DAGs' own operator: which exit code of a real process lets Airflow try again. */
class DagOperatorTest {
  static final Iterable<String> DAGS = DagRecording.DAGS;

  @TempDir private Path folder;

  /** A program's output must not count: newer providers quote it in what they throw. */
  @ParameterizedTest
  @CsvSource({
    "ingest, 0, success",
    "ingest, 1, up_for_retry",
    "ingest, 2, failed",
    "ingest, 3, failed",
    "ingest, 4, up_for_retry",
    "ingest, 137, up_for_retry",
    "ingest, 143, up_for_retry",
    "ingest, 99, skipped",
    "gate, 1, failed",
    "gate, 3, failed",
  })
  void theExitCodeSaysWhetherAirflowTriesAgain(String task, int exitCode, String state)
      throws Exception {
    JsonNode end = execute("lakh_daily", task, "echo 'Error code is: 2.'; exit " + exitCode);

    assertThat(end.path("state").asText()).isEqualTo(state);
    assertThat(task.equals("ingest") && LocalRunner.isRetried(exitCode))
        .as("the runner of other tests")
        .isEqualTo(state.equals("up_for_retry"));
    if (exitCode == 2 || exitCode == 3) {
      assertThat(end.path("why").asText())
          .startsWith(exitCode == 2 ? "Mistake" : "Gate failed")
          .contains("(exit code " + exitCode + ")");
    } else if (exitCode == 99) {
      assertThat(end.path("why").asText()).startsWith("Unchanged");
    } else if (exitCode != 0) {
      assertThat(end.path("why").asText()).contains("Error code is: " + exitCode + ".");
    }
  }

  @Test
  void everyInstanceOfAMappedTaskHasItsOwnEnd() throws Exception {
    JsonNode ends =
        execute(
            "backfill_corpora",
            "corpus.ingest",
            "case \"$*\" in *groove*) exit 1;; *) exit 2;; esac");

    assertThat(ends).extracting(end -> end.path("state").asText()).hasSize(3);
    assertThat(ends)
        .extracting(end -> end.path("state").asText())
        .containsExactly("up_for_retry", "failed", "failed");
  }

  /** Airflow's own operator would try a mistake three times. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void everyCommandIsSubmittedByIt(String dag) throws Exception {
    for (Task task : DagRecording.golden(dag).tasks()) {
      assertThat(task.operator().equals("PartitaSubmitOperator"))
          .as(task.id())
          .isEqualTo(!task.commands().isEmpty());
    }
  }

  /** Runs a task with a shell script in the place of spark-submit. */
  private JsonNode execute(String dag, String task, String script) throws Exception {
    Path program = Files.writeString(folder.resolve("submit"), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Python ended =
        Python.run(
            Map.of("PARTITA_SPARK_SUBMIT", program.toString()),
            DagRecording.folder().resolve("tests/record.py"),
            DagRecording.folder().resolve(dag + ".py"),
            "--execute",
            task);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return new ObjectMapper().readTree(ended.out());
  }
}
