package io.partita.airflow;

import static io.partita.airflow.LocalRunner.State.FAILED;
import static io.partita.airflow.LocalRunner.State.SKIPPED;
import static io.partita.airflow.LocalRunner.State.SUCCESS;
import static io.partita.airflow.LocalRunner.State.UPSTREAM_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.airflow.LocalRunner.State;
import io.partita.training.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole DAGs with the real program on generated archives: a lake holds the same after one run, and
 * after tasks that were run again and days that were filled in later.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // models are trained on what was ingested
class DagRunTest {
  /** What is measured by the clock. */
  private static final String TIMES = "seconds|examples_per_s";

  /** Networks that train in seconds. */
  private static final Map<String, Object> TINY =
      Map.of(
          "drum_config", "cat-drums_2bar_tiny",
          "drum_epochs", 3,
          "drum_batch", 16,
          "note_epochs", 1,
          "note_units", 16);

  /** Pages without sound take half the time. */
  private static final Map<String, Object> MUTE = Map.of("tracks", 0);

  @TempDir private static Path folder;

  private final List<List<String>> failed = new ArrayList<>();

  @BeforeAll
  static void write() throws IOException {
    ArchivesSample.write(folder.resolve("archives"));
  }

  @Test
  @Order(1)
  void lakhDailyFilledInForThreeDaysGivesTheSameLake() throws Exception {
    assertThat(run("lakh_daily", "2026-03-01", Map.of()))
        .containsEntry("wants_download", SUCCESS)
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED)
        .doesNotContainValue(UPSTREAM_FAILED);
    assertThat(folder.resolve("reports/lakh/index.html")).exists();
    Map<String, List<String>> once = tables("lmd_matched");
    assertThat(once).containsKeys("notes", "tokens", "statistics");

    // On one of the days an operator clears every task when it has ended.
    run("lakh_daily", "2026-03-02", MUTE, command -> program(command) + program(command));
    run("lakh_daily", "2026-03-03", MUTE);

    assertThat(failed).isEmpty();
    assertThat(tables("lmd_matched")).isEqualTo(once);
  }

  @Test
  @Order(2)
  void modelsTrainedTwiceAreThoseTrainedOnce() throws Exception {
    assertThat(run("train_models", "2026-03-03", TINY))
        .containsOnlyKeys(ids("train_models"))
        .doesNotContainValue(FAILED)
        .doesNotContainValue(UPSTREAM_FAILED);
    for (String kind : List.of("drums", "notes")) {
      assertThat(weights("published/" + kind)).isEqualTo(weights("candidates/" + kind));
      assertThat(folder.resolve("reports/samples/" + kind + "/" + kind + "-08.wav")).exists();
    }
    Map<String, List<String>> once = tables("lmd_matched");
    assertThat(once).containsKeys("drum_slices", "training_runs");
    String drums = weights("published/drums");
    String notes = weights("published/notes");

    run("train_models", "2026-03-04", TINY);

    assertThat(failed).isEmpty();
    assertThat(tables("lmd_matched")).isEqualTo(once);
    assertThat(weights("published/drums")).isEqualTo(drums);
    assertThat(weights("published/notes")).isEqualTo(notes);
  }

  @Test
  @Order(3)
  void aModelThatIsWorseIsNotPublished() throws Exception {
    String published = weights("published/notes");
    Map<String, Object> worse = new HashMap<>(TINY);
    worse.put("note_units", 2);

    assertThat(run("train_models", "2026-03-05", worse))
        .containsEntry("notes.gate", FAILED)
        .containsEntry("notes.publish", UPSTREAM_FAILED)
        .containsEntry("drums.publish", SUCCESS)
        .containsEntry("done", UPSTREAM_FAILED);

    assertThat(weights("published/notes")).isEqualTo(published);
    assertThat(weights("candidates/notes")).isNotEqualTo(published);
  }

  @Test
  @Order(4)
  void aGateThatFailsKeepsTheAssetBackAndStillShowsPages() throws Exception {
    assertThat(run("lakh_daily", "2026-03-06", Map.of("min_files", 100_000, "tracks", 0)))
        .containsEntry("ingest", SUCCESS)
        .containsEntry("gate", FAILED)
        .containsEntry("stats", UPSTREAM_FAILED)
        .containsEntry("report", SUCCESS)
        .containsEntry("ready", UPSTREAM_FAILED);

    assertThat(failed).singleElement().satisfies(gate -> assertThat(gate).startsWith("check"));
  }

  @Test
  @Order(5)
  void fmaDailyRunTwiceGivesTheSameLake() throws Exception {
    // Some of the clips are broken on purpose.
    Map<String, Object> params = Map.of("max_rejected", 0.5);
    assertThat(run("fma_daily", "2026-03-01", params))
        .containsEntry("subset.ready", SUCCESS)
        .doesNotContainValue(FAILED);
    Map<String, List<String>> once = tables("fma_small");
    assertThat(once).containsKeys("mel", "fma_tracks", "statistics");

    run("fma_daily", "2026-03-02", params);

    assertThat(failed).isEmpty();
    assertThat(tables("fma_small")).isEqualTo(once);
  }

  @Test
  @Order(6)
  void corporaFilledInTwiceGiveTheSameLake() throws Exception {
    Map<String, Object> params = Map.of("max_rejected", 0.5, "corpora", corpora());
    assertThat(run("backfill_corpora", "2026-03-01", params))
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED);
    Map<String, Map<String, List<String>>> once = new TreeMap<>();
    for (String corpus : List.of("groove", "gtzan", "cello")) {
      once.put(corpus, tables(corpus));
      assertThat(once.get(corpus)).containsKey("statistics");
    }

    run("backfill_corpora", "2026-03-02", params);

    assertThat(failed).isEmpty();
    once.forEach((corpus, tables) -> assertThat(tables(corpus)).isEqualTo(tables));
  }

  /** The default ones, of archives that are there: nothing is fetched. */
  private static List<Map<String, Object>> corpora() {
    return List.of(
        corpus(
            "groove", "ingest-midi", "groove-v1.0.0-midionly.zip", "--catalog", "groove/info.csv"),
        corpus("gtzan", "ingest-audio", "genres.tar.gz"),
        corpus("cello", "ingest-midi", "cello"));
  }

  private static Map<String, Object> corpus(
      String name, String command, String archive, String... options) {
    return Map.of(
        "name", name, "command", command, "archive", archive, "options", List.of(options));
  }

  private Map<String, State> run(String dag, String day, Map<String, Object> params)
      throws Exception {
    return run(dag, day, params, this::program);
  }

  private static Map<String, State> run(
      String dag, String day, Map<String, Object> params, ToIntFunction<List<String>> program)
      throws Exception {
    Map<String, String> variables = new TreeMap<>();
    for (String part : List.of("archives", "lake", "models", "reports")) {
      variables.put("partita_" + part, folder.resolve(part).toString());
    }
    return new LocalRunner(program).run(DagRecording.record(dag, day, params, variables));
  }

  private int program(List<String> command) {
    List<String> arguments = DagRecording.argumentsOf(command);
    int exitCode = PartitaRun.of(arguments.toArray()).exitCode();
    if (exitCode != 0) {
      failed.add(arguments);
    }
    return exitCode;
  }

  private static String[] ids(String dag) throws IOException {
    return DagRecording.golden(dag).tasks().stream()
        .map(DagRecording.Task::id)
        .toArray(String[]::new);
  }

  /** All rows of a data set. */
  private static Map<String, List<String>> tables(String dataset) {
    return SortedTables.without(folder.resolve("lake"), dataset, TIMES);
  }

  /** Tells a model's weights from others. */
  private static String weights(String model) throws IOException {
    return ModelFolder.at(folder.resolve("models").resolve(model).toString(), new Configuration())
        .card()
        .network()
        .parametersSha256();
  }
}
