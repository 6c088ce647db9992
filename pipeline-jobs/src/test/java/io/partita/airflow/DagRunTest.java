package io.partita.airflow;

import static io.partita.airflow.LocalRunner.State.FAILED;
import static io.partita.airflow.LocalRunner.State.SKIPPED;
import static io.partita.airflow.LocalRunner.State.SUCCESS;
import static io.partita.airflow.LocalRunner.State.UPSTREAM_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole DAGs with the real program on generated archives: a lake holds the same after one run, and
 * after tasks that were run again and days that were filled in later. The rules by which tasks run
 * are {@link DagRulesTest}'s.
 */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // models are trained on what was ingested
class DagRunTest {
  /** Networks that train in seconds, and then know little more than nothing. */
  private static final Map<String, Object> TINY =
      Map.of(
          "drum_config", "cat-drums_2bar_tiny",
          "drum_epochs", 3,
          "drum_batch", 16,
          "note_epochs", 1,
          "note_units", 16,
          "beat", "unigram");

  @TempDir private static Path folder;

  private final DagRuns dags = new DagRuns(folder);

  @BeforeAll
  static void requirePython() throws Exception {
    DagRecording.Python.require();
  }

  @Test
  @Order(1)
  void lakhDailyFillsALake() throws Exception {
    assertThat(dags.run("lakh_daily", "2026-03-01", Map.of()))
        .containsEntry("wants_download", SUCCESS)
        .containsEntry("download", SKIPPED)
        .containsEntry("split", SUCCESS)
        .containsEntry("gate", SUCCESS)
        .containsEntry("publish", SUCCESS)
        .containsEntry("leaks", SUCCESS)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED)
        .doesNotContainValue(UPSTREAM_FAILED);
    assertThat(folder.resolve("reports/lakh/index.html")).exists();
    assertThat(dags.tables("lmd_matched"))
        .containsKeys("notes", "tokens", "dup_files", "statistics");
  }

  @Test
  @Order(2)
  void lakhDailyFilledInForTwoMoreDaysGivesTheSameLake() throws Exception {
    Map<String, List<String>> once = dags.tables("lmd_matched");

    // On one of the days an operator clears every task when it has ended.
    dags.runEachTaskTwice("lakh_daily", "2026-03-02", Map.of());
    assertThat(dags.run("lakh_daily", "2026-03-03", Map.of()))
        .as("nothing is new")
        .containsEntry("ingest", SKIPPED)
        .containsEntry("stats", SKIPPED)
        .containsEntry("report", SKIPPED)
        .containsEntry("ready", SKIPPED);

    assertThat(dags.failed()).isEmpty();
    assertThat(dags.tables("lmd_matched")).isEqualTo(once);
  }

  /** The later tests' tiny models are for these splits, which are the ingest's. */
  @Test
  @Order(3)
  void withoutDeduplicationTheGateIsTheSame() throws Exception {
    assertThat(
            PartitaRun.line("drop lmd_matched --lake {} --yes", folder.resolve("lake")).exitCode())
        .isZero();
    assertThat(dags.run("lakh_daily", "2026-03-03", Map.of("deduplicate", false)))
        .containsEntry("wants_duplicates", SUCCESS)
        .containsEntry("find_duplicates", SKIPPED)
        .containsEntry("split", SKIPPED)
        .containsEntry("leaks", SUCCESS)
        .containsEntry("ready", SUCCESS);

    assertThat(dags.tables("lmd_matched"))
        .as("of an earlier ingest")
        .doesNotContainKeys("dup_files", "dup_pairs");
  }

  @Test
  @Order(4)
  void modelsTrainedTwiceAreThoseTrainedOnce() throws Exception {
    assertThat(dags.run("train_models", "2026-03-03", TINY))
        .containsOnlyKeys(ids("train_models"))
        .doesNotContainValue(FAILED)
        .doesNotContainValue(UPSTREAM_FAILED);
    for (String kind : List.of("drums", "notes")) {
      assertThat(weights("published/" + kind)).isEqualTo(weights("candidates/" + kind));
      assertThat(folder.resolve("reports/samples/" + kind + "/" + kind + "-s1-08.wav")).exists();
      assertThat(folder.resolve("models/published/" + kind + "/evaluation.json"))
          .content()
          .contains("\"split\":\"validation\"");
      assertThat(folder.resolve("models/published/" + kind + "/test.json"))
          .content()
          .contains("\"split\":\"test\"");
    }
    Map<String, List<String>> once = dags.tables("lmd_matched");
    assertThat(once).containsKeys("drum_slices", "training_runs");
    String drums = weights("published/drums");
    String notes = weights("published/notes");

    dags.run("train_models", "2026-03-04", TINY);

    assertThat(dags.failed()).isEmpty();
    assertThat(dags.tables("lmd_matched")).isEqualTo(once);
    assertThat(weights("published/drums")).isEqualTo(drums);
    assertThat(weights("published/notes")).isEqualTo(notes);
  }

  @Test
  @Order(5)
  void aModelThatIsWorseIsNotPublished() throws Exception {
    String published = weights("published/notes");
    Map<String, Object> worse = new HashMap<>(TINY);
    worse.put("note_units", 2);

    assertThat(dags.run("train_models", "2026-03-05", worse))
        .containsEntry("notes.gate", FAILED)
        .containsEntry("notes.publish", UPSTREAM_FAILED)
        .containsEntry("drums.publish", SUCCESS)
        .containsEntry("done", UPSTREAM_FAILED);

    assertThat(weights("published/notes")).isEqualTo(published);
    assertThat(weights("candidates/notes")).isNotEqualTo(published);
  }

  @Test
  @Order(6)
  void aGateThatFailsKeepsTheAssetBackAndStillShowsPages() throws Exception {
    assertThat(dags.run("lakh_daily", "2026-03-06", againWith("min_files", 100_000)))
        .containsEntry("ingest", SUCCESS)
        .containsEntry("gate", FAILED)
        .containsEntry("publish", UPSTREAM_FAILED)
        .containsEntry("stats", UPSTREAM_FAILED)
        .containsEntry("report", SUCCESS)
        .containsEntry("ready", UPSTREAM_FAILED);

    assertThat(dags.failed())
        .singleElement()
        .satisfies(gate -> assertThat(gate).startsWith("check"));
  }

  private static Map<String, Object> againWith(String name, Object value) {
    return Map.of("archive", ArchivesSample.OTHER_NAME, name, value);
  }

  private static String[] ids(String dag) throws IOException {
    return DagRecording.golden(dag).tasks().stream()
        .map(DagRecording.Task::id)
        .toArray(String[]::new);
  }

  /** Tells a model's weights from others. */
  private static String weights(String model) throws IOException {
    return ModelFolder.at(folder.resolve("models").resolve(model).toString(), new Configuration())
        .card()
        .network()
        .parametersSha256();
  }
}
