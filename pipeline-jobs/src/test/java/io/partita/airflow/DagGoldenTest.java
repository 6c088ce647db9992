package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.airflow.DagRecording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The DAG files against the recordings that lie beside them, and the recorder's own refusals. */
class DagGoldenTest {
  static final List<String> DAGS = DagRecording.DAGS;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("DAGS")
  void aDagDoesWhatItsRecordingSays(String dag) throws Exception {
    Python recorded = record(DagRecording.folder().resolve(dag + ".py"));

    assertThat(recorded.exitCode()).as(recorded.err()).isZero();
    assertThat(recorded.out())
        .as(
            "If the change is meant: python3 airflow-dags/tests/record.py airflow-dags/%s.py >"
                + " airflow-dags/%s.json",
            dag, dag)
        .isEqualTo(Files.readString(DagRecording.folder().resolve(dag + ".json")));
  }

  @ParameterizedTest
  @FieldSource("DAGS")
  void aDagCompiles(String dag) throws Exception {
    Path file = DagRecording.folder().resolve(dag + ".py");
    Path compiled = folder.resolve("compiled.pyc");

    Python python =
        Python.run(
            "-c",
            "import py_compile; py_compile.compile('"
                + file
                + "', '"
                + compiled
                + "', doraise=True)");

    assertThat(python.exitCode()).as(python.err()).isZero();
    assertThat(compiled).exists();
  }

  @Test
  void everyPythonFileIsARecordedDagOrTheirOperator() throws IOException {
    try (Stream<Path> files = Files.list(DagRecording.folder())) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".py")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(DAGS.stream(), Stream.of("partita_submit"))
                  .map(name -> name + ".py")
                  .toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"pool\": \"partita\" | \"sla\": 60 | PartitaSubmitOperator download has no argument sla",
        "\"driver_memory\" | \"driver_memroy\" | PartitaSubmitOperator download has no argument"
            + " driver_memroy",
        "catchup=False | catch_up=False | @dag lakh_daily has no argument catch_up",
        "\"all_done\" | \"all_over\" | PartitaSubmitOperator report: unknown trigger_rule all_over",
        "timedelta(minutes=2) | 120 | PartitaSubmitOperator download: retry_delay must be a"
            + " timedelta, not 120",
        "\"--max-rejected\", \"1\" | \"--max-rejected\", 1 | ingest: 1 is no text, and a command"
            + " line takes nothing else",
        "task_id=\"report\" | task_id=\"gate\" | task_id gate is no name, or is there twice",
        "\"partita_spark\" | \"spark_default\" | download: conn_id must be partita_spark",
        "[stats, report] >> ready | ready >> archive >> ready | its tasks wait for each other",
      })
  void theRecorderRefuses(String written, String instead, String why) throws Exception {
    String text = Files.readString(DagRecording.folder().resolve("lakh_daily.py"));
    assertThat(text).contains(written);
    Path changed = Files.writeString(folder.resolve("changed.py"), text.replace(written, instead));

    Python recorded = record(changed);

    assertThat(recorded.exitCode()).isEqualTo(1);
    assertThat(recorded.err()).isEqualTo(changed + ": " + why + "\n");
    assertThat(recorded.out()).isEmpty();
  }

  @Test
  void theRecorderRendersAsStrictlyAsAirflowDoesNot() throws Exception {
    String text = Files.readString(DagRecording.folder().resolve("lakh_daily.py"));
    Path changed =
        Files.writeString(
            folder.resolve("changed.py"),
            text.replace("{{ params.archive }}", "{{ params.archiv }}"));

    assertThat(record(changed).err()).contains("has no attribute 'archiv'");
  }

  /** The provider would submit to YARN, and say nothing. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void aDagRunsNothingWithoutItsConnection(String dag) throws Exception {
    Python recorded =
        Python.run(
            DagRecording.folder().resolve("tests/record.py"),
            DagRecording.folder().resolve(dag + ".py"),
            "--run",
            "{\"connections\": [\"fs_default\"]}");

    assertThat(recorded.exitCode()).isEqualTo(1);
    assertThat(recorded.err()).endsWith(".py: The conn_id `partita_spark` isn't defined\n");
    assertThat(recorded.out()).isEmpty();
  }

  private static Python record(Path file) throws Exception {
    return Python.run(DagRecording.folder().resolve("tests/record.py"), file);
  }
}
