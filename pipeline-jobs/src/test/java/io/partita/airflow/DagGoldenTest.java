package io.partita.airflow;

import static io.partita.Naming.naming;
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
  void everyPythonFileIsARecordedDagOrWhatTheyShare() throws IOException {
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
        "\"pool\": \"partita\" | \"sla\": 60 | PartitaSubmitOperator download sla",
        "\"driver_memory\" | \"driver_memroy\" | PartitaSubmitOperator download driver_memroy",
        "\"catchup\": | \"catch_up\": | @dag lakh_daily catch_up",
        "\"all_done\" | \"all_over\" | PartitaSubmitOperator report trigger_rule all_over",
        "timedelta(minutes=2) | 120 | PartitaSubmitOperator download retry_delay timedelta 120",
        "\"--max-rejected\", \"1\" | \"--max-rejected\", 1 | ingest 1",
        "task_id=\"report\" | task_id=\"gate\" | task_id gate",
        "\"partita_spark\" | \"spark_default\" | download conn_id partita_spark",
        "[stats, report] >> ready | ready >> archive >> ready | tasks",
      })
  void theRecorderRefuses(String written, String instead, String named) throws Exception {
    String dag = Files.readString(DagRecording.folder().resolve("lakh_daily.py"));
    String shared = Files.readString(DagRecording.folder().resolve("partita_submit.py"));
    assertThat(dag + shared).contains(written);
    Path changed = Files.writeString(folder.resolve("changed.py"), dag.replace(written, instead));
    Files.writeString(folder.resolve("partita_submit.py"), shared.replace(written, instead));

    Python recorded = record(changed);

    assertThat(recorded.exitCode()).isEqualTo(1);
    assertThat(recorded.err().lines())
        .singleElement()
        .asString()
        .startsWith(changed + ": ")
        .is(naming((Object[]) named.split(" ", -1)));
    assertThat(recorded.out()).isEmpty();
  }

  @Test
  void theRecorderRendersAsStrictlyAsAirflowDoesNot() throws Exception {
    String text = Files.readString(DagRecording.folder().resolve("lakh_daily.py"));
    Path changed =
        Files.writeString(
            folder.resolve("changed.py"),
            text.replace("{{ params.archive }}", "{{ params.archiv }}"));

    assertThat(record(changed).err()).is(naming("archiv"));
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
    assertThat(recorded.err()).is(naming(dag + ".py", "partita_spark"));
    assertThat(recorded.out()).isEmpty();
  }

  private static Python record(Path file) throws Exception {
    return Python.run(DagRecording.folder().resolve("tests/record.py"), file);
  }
}
