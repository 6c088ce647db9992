package io.partita.airflow;

import static io.partita.airflow.LocalRunner.State.FAILED;
import static io.partita.airflow.LocalRunner.State.SKIPPED;
import static io.partita.airflow.LocalRunner.State.SUCCESS;
import static io.partita.airflow.LocalRunner.State.UPSTREAM_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.airflow.DagRecording.Task;
import io.partita.airflow.LocalRunner.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Order, gates, retries, second runs and parameters of every DAG, with a stub in the place of
 * spark-submit. What the commands themselves make of it is {@code DagRunTest}'s.
 */
class DagRulesTest {
  static final List<String> DAGS = DagRecording.DAGS;

  /** A parameter with another value than its default's, and what a task's command gets of it. */
  private record Parameter(String dag, String name, Object value, String task, String option) {}

  static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter(
              "lakh_daily",
              "archive",
              "other.tgz",
              "ingest",
              "--input /srv/partita/archives/other.tgz"),
          new Parameter("lakh_daily", "min_files", 7, "gate", "--min-rows 7"),
          new Parameter("lakh_daily", "max_rejected", 0.25, "gate", "--max-rejected 0.25"),
          new Parameter("lakh_daily", "no_leaks", false, "leaks", "--no-leaks=False"),
          new Parameter("fma_daily", "min_tracks", 7, "subset.gate", "--min-rows 7"),
          new Parameter("fma_daily", "max_rejected", 0.25, "subset.gate", "--max-rejected 0.25"),
          new Parameter(
              "backfill_corpora", "max_rejected", 0.25, "corpus.gate", "--max-rejected 0.25"),
          new Parameter("train_models", "dataset", "mine", "notes.test", "--dataset mine"),
          new Parameter(
              "train_models",
              "drum_config",
              "cat-drums_2bar_tiny",
              "train_musicvae",
              "--config cat-drums_2bar_tiny"),
          new Parameter("train_models", "drum_epochs", 3, "train_musicvae", "--epochs 3"),
          new Parameter("train_models", "drum_batch", 16, "train_musicvae", "--batch 16"),
          new Parameter("train_models", "note_epochs", 4, "train_lstm", "--epochs 4"),
          new Parameter("train_models", "note_units", 16, "train_lstm", "--set units=16"),
          new Parameter("train_models", "seed", 9, "train_lstm", "--seed 9"),
          new Parameter("train_models", "max_worse", 0.5, "drums.gate", "--max-worse 0.5"),
          new Parameter("train_models", "beat", "unigram", "notes.gate", "--beat unigram"));

  /** By DAG, with all of them. */
  private static final Map<String, DagRecording> OTHERWISE = new HashMap<>();

  private final SubmitStub submit = new SubmitStub();

  @ParameterizedTest
  @CsvSource({
    "lakh_daily, ingest gate publish find_duplicates split leaks stats report vacuum",
    "fma_daily, subset.ingest subset.gate subset.publish subset.stats subset.report"
        + " subset.vacuum",
    "train_models, slice_drums train_musicvae train_lstm drums.evaluate drums.gate drums.samples"
        + " drums.test drums.publish notes.evaluate notes.gate notes.samples notes.test"
        + " notes.publish report",
    "backfill_corpora, download download corpus.ingest corpus.ingest corpus.ingest corpus.gate"
        + " corpus.gate corpus.gate corpus.publish corpus.publish corpus.publish corpus.stats"
        + " corpus.stats corpus.stats report",
  })
  void commandsRunInThisOrder(String dag, String tasks) throws IOException {
    Map<String, State> states = submit.run(DagRecording.golden(dag));

    assertThat(submit.tried()).containsExactly(tasks.split(" "));
    assertThat(states).doesNotContainValue(FAILED).doesNotContainValue(UPSTREAM_FAILED);
    assertThat(withState(states, SKIPPED))
        .containsExactlyElementsOf(dag.endsWith("_daily") ? List.of("download") : List.of());
  }

  /** Each task's failure, by a mistake and by a gate: no asset behind it is updated. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void nothingIsPublishedBehindAFailure(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    for (Task failing : submitted(recording)) {
      for (int exitCode : List.of(2, 3)) {
        Integer[] codes =
            Collections.nCopies(failing.commands().size(), exitCode).toArray(Integer[]::new);
        SubmitStub stub = new SubmitStub().ends(failing.id(), codes);

        Map<String, State> states = stub.run(recording);

        assertThat(Collections.frequency(stub.tried(), failing.id()))
            .as("%s.%s is not tried again after %d", dag, failing.id(), exitCode)
            .isEqualTo(failing.commands().size());
        assertThat(states).containsEntry(failing.id(), FAILED);
        for (Task task : recording.tasks()) {
          if (!task.outlets().isEmpty()) {
            assertThat(states.get(task.id()) == SUCCESS)
                .as("%s updates its asset after %s failed", task.id(), failing.id())
                .isEqualTo(!task.equals(failing) && !recording.longBefore(task).contains(failing));
          }
          if (task.id().endsWith("report") && !task.equals(failing)) {
            assertThat(states).as("pages after a failure").containsEntry(task.id(), SUCCESS);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lakh_daily, ingest, 2, report, gate publish wants_duplicates find_duplicates split leaks stats"
        + " ready",
    "lakh_daily, split, 2, ingest gate publish find_duplicates report, leaks stats ready",
    "lakh_daily, gate, 3, ingest report, publish find_duplicates split leaks stats ready",
    "lakh_daily, leaks, 3, ingest publish find_duplicates split report, stats ready",
    "lakh_daily, report, 2, ingest gate publish find_duplicates split leaks stats, ready",
    "fma_daily, subset.gate, 3, subset.ingest subset.report, subset.publish subset.stats"
        + " subset.ready",
    "train_models, notes.gate, 3, drums.publish report, notes.samples notes.test notes.publish"
        + " done",
    "train_models, slice_drums, 2, notes.publish report, train_musicvae drums.gate drums.publish"
        + " done",
    "train_models, train_lstm, 3, drums.publish report, notes.evaluate notes.gate notes.publish"
        + " done",
    "backfill_corpora, corpus.gate, 3, corpus.ingest report, ready",
    "backfill_corpora, download, 2, report, corpus.ingest corpus.publish ready",
  })
  void whatStillRunsAfterAFailure(
      String dag, String failing, int exitCode, String succeeds, String barred) throws IOException {
    Map<String, State> states = submit.ends(failing, exitCode).run(DagRecording.golden(dag));

    assertThat(withState(states, FAILED)).contains(failing);
    assertThat(withState(states, SUCCESS)).contains(succeeds.split(" "));
    assertThat(withState(states, UPSTREAM_FAILED)).contains(barred.split(" "));
    assertThat(submit.tried()).doesNotContain(barred.split(" "));
  }

  /** Groove cannot be ingested, or is not good enough: the other corpora are published. */
  @ParameterizedTest
  @CsvSource({"corpus.ingest, 2", "corpus.gate, 3"})
  void aCorpusThatFailsKeepsNoOtherBack(String failing, int exitCode) throws IOException {
    Map<String, State> states =
        submit.ends(failing, exitCode).run(DagRecording.golden("backfill_corpora"));

    assertThat(withState(states, FAILED)).containsExactly(failing);
    assertThat(Collections.frequency(submit.tried(), failing)).isEqualTo(3);
    assertThat(Collections.frequency(submit.tried(), "corpus.publish")).isEqualTo(2);
    assertThat(Collections.frequency(submit.tried(), "corpus.stats")).isEqualTo(2);
    assertThat(submit.made())
        .contains("data set gtzan", "data set cello", "statistics")
        .doesNotContain("data set groove");
    assertThat(states).containsEntry("report", SUCCESS).containsEntry("ready", UPSTREAM_FAILED);
  }

  /** Nothing is new: no asset is updated, so no training starts. */
  @ParameterizedTest
  @CsvSource({
    "lakh_daily, ingest find_duplicates split leaks stats report",
    "fma_daily, subset.ingest subset.stats subset.report",
  })
  void anUnchangedNightIsSkipped(String dag, String unchanged) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    submit.run(recording);
    int tries = submit.tried().size();
    for (String task : unchanged.split(" ")) {
      submit.ends(task, 99);
    }

    Map<String, State> states = submit.run(recording);

    assertThat(submit.tried().subList(tries, submit.tried().size()))
        .containsExactly(unchanged.split(" "));
    assertThat(withState(states, SKIPPED)).contains(unchanged.split(" "));
    assertThat(states).doesNotContainValue(FAILED).doesNotContainValue(UPSTREAM_FAILED);
    assertThat(recording.tasks())
        .filteredOn(task -> !task.outlets().isEmpty())
        .isNotEmpty()
        .allSatisfy(task -> assertThat(states).containsEntry(task.id(), SKIPPED));
    assertThat(submit.arguments().subList(tries, submit.arguments().size()))
        .allSatisfy(words -> assertThat(words).containsSequence("--unchanged-code", "99"));
  }

  /** The archive is that of last night, when the search for duplicates failed. */
  @Test
  void whatFailedLastNightIsMadeUpFor() throws IOException {
    DagRecording recording = DagRecording.golden("lakh_daily");
    submit.run(recording);
    int tries = submit.tried().size();

    Map<String, State> states = submit.ends("ingest", 99).run(recording);

    assertThat(submit.tried().subList(tries, submit.tried().size()))
        .containsExactly(
            "ingest", "find_duplicates", "split", "leaks", "stats", "report", "vacuum");
    assertThat(states).containsEntry("gate", SKIPPED).containsEntry("publish", SKIPPED);
    assertThat(states).containsEntry("ready", SUCCESS);
  }

  @ParameterizedTest
  @CsvSource({
    "lakh_daily, lmd_matched.tar.gz, archive, report",
    "fma_daily, fma_metadata.zip, metadata, subset.report",
    "fma_daily, fma_small.zip, subset.archive, subset.report",
  })
  void withoutItsArchiveANightSubmitsPagesOnly(
      String dag, String file, String sensor, String submitted) throws IOException {
    Map<String, State> states =
        submit.without("/srv/partita/archives/" + file).run(DagRecording.golden(dag));

    assertThat(withState(states, FAILED)).containsExactly(sensor);
    assertThat(submit.tried()).containsExactly(submitted);
  }

  /** The environment's faults: what takes hours, or would say the same, is tried once. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void onlyWhatIsWorthARetryIsTriedThreeTimes(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    for (Task task : submitted(recording)) {
      String command = task.arguments().get(0).get(0);
      int tries = command.matches("train-.*|model-.*|check|generate") ? 1 : 3;
      SubmitStub failing = new SubmitStub().ends(task.id(), 1, 137, 1, 143, 1, 1, 1, 1, 1, 1);

      assertThat(failing.run(recording)).containsEntry(task.id(), FAILED);
      assertThat(Collections.frequency(failing.tried(), task.id()))
          .as("tries of %s.%s", dag, task.id())
          .isEqualTo(tries * task.commands().size());
      assertThat(new SubmitStub().ends(task.id(), 1).run(recording))
          .as("%s.%s fails at its first try", dag, task.id())
          .containsEntry(task.id(), tries == 1 ? FAILED : SUCCESS);
    }
  }

  @ParameterizedTest
  @FieldSource("DAGS")
  void aSecondRunAndEachTaskClearedMakeTheSame(String dag) throws IOException {
    DagRecording recording = DagRecording.golden(dag);
    Map<String, State> first = submit.run(recording);
    List<List<String>> once = List.copyOf(submit.arguments());
    var made = submit.made();

    assertThat(submit.runEachTaskTwice(recording)).isEqualTo(first);
    assertThat(submit.made()).isEqualTo(made);
    assertThat(submit.run(recording)).isEqualTo(first);
    assertThat(submit.made()).isEqualTo(made);
    assertThat(submit.arguments()).hasSize(4 * once.size());
  }

  /** A killed ingest or training goes on where it was; other parameters begin a training again. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void longWorkIsResumed(String dag) throws IOException {
    submit.run(DagRecording.golden(dag));
    List<List<String>> resumed =
        submit.arguments().stream().filter(words -> words.contains("--resume")).toList();

    assertThat(resumed)
        .isNotEmpty()
        .isEqualTo(
            submit.arguments().stream()
                .filter(words -> words.get(0).matches("(ingest|train)-.*"))
                .toList());
    assertThat(resumed)
        .allSatisfy(
            words ->
                assertThat(words.contains("--replace"))
                    .isEqualTo(words.get(0).startsWith("train-")));
  }

  /** A day that is filled in later makes what the night makes: no command knows its day. */
  @ParameterizedTest
  @FieldSource("DAGS")
  void everyDayRunsTheSameCommands(String dag) throws Exception {
    DagRecording golden = DagRecording.golden(dag);
    DagRecording later = DagRecording.record(dag, "2027-11-30", Map.of(), Map.of());

    assertThat(later.day()).isNotEqualTo(golden.day());
    assertThat(later.tasks()).isEqualTo(golden.tasks());
    assertThat(golden.catchup()).as("missed days are run").isFalse();
    assertThat(golden.maxActiveRuns()).isEqualTo(1);
  }

  @Test
  void withoutDeduplicationTheGateIsTheSame() throws Exception {
    Map<String, State> states = submit.run(recorded("lakh_daily", Map.of("deduplicate", false)));

    assertThat(states)
        .containsEntry("wants_duplicates", SUCCESS)
        .containsEntry("find_duplicates", SKIPPED)
        .containsEntry("split", SKIPPED)
        .containsEntry("ready", SUCCESS);
    assertThat(submit.tried())
        .containsExactly("ingest", "gate", "publish", "leaks", "stats", "report", "vacuum");
    assertThat(submit.arguments().get(3))
        .isEqualTo(argumentsOf(DagRecording.golden("lakh_daily"), "leaks").get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "lakh_daily, lmd-matched msd-summary match-scores",
    "fma_daily, fma-metadata fma-small",
  })
  void aDownloadComesFirstWhereItIsWanted(String dag, String names) throws Exception {
    assertThat(submit.run(recorded(dag, Map.of("download", true))))
        .containsEntry("download", SUCCESS)
        .doesNotContainValue(SKIPPED);
    assertThat(submit.tried().get(0)).isEqualTo("download");
    assertThat(submit.arguments().get(0))
        .startsWith("download")
        .containsAll(Arrays.asList(names.split(" ")))
        .endsWith("--out", "/srv/partita/archives");
  }

  @Test
  void everySubsetIsADataSetOfItsOwn() throws Exception {
    DagRecording two = recorded("fma_daily", Map.of("subsets", List.of("small", "medium")));

    assertThat(submit.run(two)).containsEntry("subset.ready", SUCCESS);
    assertThat(submit.made()).contains("data set fma_small", "data set fma_medium");
    assertThat(argumentsOf(two, "subset.ingest").get(1))
        .containsSequence("--input", "/srv/partita/archives/fma_medium.zip")
        .containsSequence("--subset", "medium");
  }

  /** Corpora whose archives lie there: nothing is downloaded, which keeps no ingest back. */
  @Test
  void corporaWithoutAnAddressAreNotDownloaded() throws Exception {
    Map<String, Object> corpus =
        Map.of(
            "name", "mine",
            "command", "ingest-midi",
            "archive", "mine.zip",
            "options", List.of("--catalog", "mine/info.csv"));

    assertThat(submit.run(recorded("backfill_corpora", Map.of("corpora", List.of(corpus)))))
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS);
    assertThat(submit.arguments().get(0))
        .startsWith("ingest-midi", "--input", "/srv/partita/archives/mine.zip")
        .containsSequence("--catalog", "mine/info.csv")
        .containsSequence("--dataset", "mine");
  }

  @ParameterizedTest
  @FieldSource("PARAMETERS")
  void aParameterReachesItsCommand(Parameter parameter) throws Exception {
    Map<String, Object> params = new HashMap<>();
    PARAMETERS.stream()
        .filter(other -> other.dag().equals(parameter.dag()))
        .forEach(other -> params.put(other.name(), other.value()));
    if (!OTHERWISE.containsKey(parameter.dag())) {
      OTHERWISE.put(parameter.dag(), recorded(parameter.dag(), params));
    }
    String[] option = parameter.option().split(" ");

    assertThat(argumentsOf(DagRecording.golden(parameter.dag()), parameter.task()))
        .allSatisfy(arguments -> assertThat(arguments).doesNotContainSequence(option));
    assertThat(argumentsOf(OTHERWISE.get(parameter.dag()), parameter.task()))
        .isNotEmpty()
        .allSatisfy(arguments -> assertThat(arguments).containsSequence(option))
        .allSatisfy(arguments -> assertThat(DagCommand.of(arguments).name()).isNotEmpty());
  }

  @ParameterizedTest
  @FieldSource("DAGS")
  void variablesSayWhereEverythingIs(String dag) throws Exception {
    Map<String, String> variables = new TreeMap<>();
    for (String name : List.of("archives", "lake", "models", "reports")) {
      variables.put("partita_" + name, "/elsewhere/" + name);
    }
    variables.put("partita_jar", "/elsewhere/partita.jar");
    variables.put("partita_decoder_jar", "/elsewhere/partita-decoder.jar");
    List<String> words = new ArrayList<>();
    for (Task task : DagRecording.record(dag, "2026-03-01", Map.of(), variables).tasks()) {
      task.commands().forEach(words::addAll);
      words.addAll(task.awaited());
    }

    assertThat(words)
        .anyMatch(word -> word.startsWith("/elsewhere/lake"))
        .contains("/elsewhere/partita.jar")
        .noneMatch(word -> word.contains("/srv/") || word.contains("/opt/"));
  }

  private static DagRecording recorded(String dag, Map<String, Object> params) throws Exception {
    return DagRecording.record(dag, "2026-03-01", params, Map.of());
  }

  private static List<Task> submitted(DagRecording dag) {
    return dag.tasks().stream()
        .filter(task -> !task.commands().isEmpty() && !task.id().equals("download"))
        .toList();
  }

  private static List<List<String>> argumentsOf(DagRecording dag, String id) {
    return dag.tasks().stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow()
        .arguments();
  }

  private static List<String> withState(Map<String, State> states, State state) {
    return states.entrySet().stream()
        .filter(entry -> entry.getValue() == state)
        .map(Map.Entry::getKey)
        .toList();
  }
}
