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
 * Whole DAGs with the real program on generated archives: a lake that one run has filled, and one
 * after tasks that ran twice and days that were filled in later, hold the same.
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

  @TempDir private static Path folder;

  private final List<List<String>> failed = new ArrayList<>();

  @BeforeAll
  static void write() throws IOException {
    ArchivesSample.write(folder.resolve("archives"));
  }

  @Test
  @Order(1)
  void lakhDailyRunTwiceAndFilledInLaterGivesTheSameLake() throws Exception {
    assertThat(once("lakh_daily", Map.of()))
        .containsEntry("wants_download", SUCCESS)
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED)
        .doesNotContainValue(UPSTREAM_FAILED);

    again("lakh_daily", Map.of());
    for (String day : List.of("2026-03-02", "2026-03-03")) {
      run("again", "lakh_daily", day, Map.of(), this::program);
    }

    assertThat(failed).isEmpty();
    assertThat(tables("again", "lmd_matched"))
        .containsKeys("notes", "tokens", "statistics")
        .isEqualTo(tables("once", "lmd_matched"));
    assertThat(folder.resolve("once/reports/lakh/index.html")).exists();
  }

  @Test
  @Order(2)
  void modelsTrainedTwiceAreThoseTrainedOnce() throws Exception {
    assertThat(once("train_models", TINY)).containsOnlyKeys(ids("train_models")).doesNotContainValue(FAILED);

    again("train_models", TINY);

    assertThat(tables("again", "lmd_matched"))
        .containsKeys("drum_slices", "training_runs")
        .isEqualTo(tables("once", "lmd_matched"));
    for (String kind : List.of("drums", "notes")) {
      assertThat(weights("again", "published/" + kind))
          .isEqualTo(weights("once", "published/" + kind))
          .isEqualTo(weights("once", "candidates/" + kind));
      assertThat(folder.resolve("once/reports/samples/" + kind + "/" + kind + "-08.wav")).exists();
    }
  }

  @Test
  @Order(3)
  void aGateThatFailsKeepsTheAssetBackAndStillShowsPages() throws Exception {
    Map<String, State> states = once("lakh_daily", Map.of("min_files", 100_000));

    assertThat(states)
        .containsEntry("ingest", SUCCESS)
        .containsEntry("gate", FAILED)
        .containsEntry("stats", UPSTREAM_FAILED)
        .containsEntry("report", SUCCESS)
        .containsEntry("ready", UPSTREAM_FAILED);
    assertThat(failed).singleElement().satisfies(gate -> assertThat(gate).startsWith("check"));
  }

  @Test
  @Order(4)
  void aModelThatIsWorseIsNotPublished() throws Exception {
    String published = weights("again", "published/notes");
    Map<String, Object> worse = new HashMap<>(TINY);
    worse.put("note_units", 2);

    Map<String, State> states = run("again", "train_models", "2026-03-04", worse, this::program);

    assertThat(states)
        .containsEntry("notes.gate", FAILED)
        .containsEntry("notes.publish", UPSTREAM_FAILED)
        .containsEntry("drums.publish", SUCCESS)
        .containsEntry("done", UPSTREAM_FAILED);
    assertThat(weights("again", "published/notes")).isEqualTo(published);
    assertThat(weights("again", "candidates/notes")).isNotEqualTo(published);
  }

  @Test
  @Order(5)
  void fmaDailyRunTwiceGivesTheSameLake() throws Exception {
    // A sixth of the clips is broken on purpose.
    Map<String, Object> params = Map.of("max_rejected", 0.5);
    assertThat(once("fma_daily", params)).containsEntry("subset.ready", SUCCESS).doesNotContainValue(FAILED);

    again("fma_daily", params);

    assertThat(tables("again", "fma_small"))
        .containsKeys("mel", "fma_tracks", "statistics")
        .isEqualTo(tables("once", "fma_small"));
  }

  @Test
  @Order(6)
  void corporaFilledInTwiceGiveTheSameLake() throws Exception {
    Map<String, Object> params = Map.of("max_rejected", 0.5, "corpora", corpora());
    assertThat(once("backfill_corpora", params))
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED);

    again("backfill_corpora", params);

    for (String corpus : List.of("groove", "gtzan", "cello")) {
      assertThat(tables("again", corpus)).containsKey("statistics").isEqualTo(tables("once", corpus));
    }
  }

  /** The default ones, of archives that are there: nothing is fetched. */
  private static List<Map<String, Object>> corpora() {
    return List.of(
        corpus("groove", "ingest-midi", "groove-v1.0.0-midionly.zip", "--catalog", "groove/info.csv"),
        corpus("gtzan", "ingest-audio", "genres.tar.gz"),
        corpus("cello", "ingest-midi", "cello"));
  }

  private static Map<String, Object> corpus(
      String name, String command, String archive, String... options) {
    return Map.of("name", name, "command", command, "archive", archive, "options", List.of(options));
  }

  /** One run into the lake that is filled once. */
  private Map<String, State> once(String dag, Map<String, Object> params) throws Exception {
    return run("once", dag, "2026-03-01", params, this::program);
  }

  /** Every task twice, as after an operator has cleared each of them. */
  private void again(String dag, Map<String, Object> params) throws Exception {
    run("again", dag, "2026-03-01", params, command -> program(command) + program(command));
    assertThat(failed).isEmpty();
  }

  private Map<String, State> run(
      String lake,
      String dag,
      String day,
      Map<String, Object> params,
      ToIntFunction<List<String>> program)
      throws Exception {
    Map<String, String> variables = new TreeMap<>();
    variables.put("partita_archives", folder.resolve("archives").toString());
    for (String part : List.of("lake", "models", "reports")) {
      variables.put("partita_" + part, folder.resolve(lake).resolve(part).toString());
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

  /** All rows of a data set; models by the part of their path that both lakes share. */
  private static Map<String, List<String>> tables(String lake, String dataset) {
    Map<String, List<String>> tables =
        SortedTables.without(folder.resolve(lake).resolve("lake"), dataset, TIMES);
    tables.replaceAll(
        (table, rows) ->
            rows.stream().map(row -> row.replace(folder.resolve(lake).toString(), "")).toList());
    return tables;
  }

  /** Tells a model's weights from others. */
  private static String weights(String lake, String model) throws IOException {
    Path archive = folder.resolve(lake).resolve("models").resolve(model);
    return ModelFolder.at(archive.toString(), new Configuration())
        .card()
        .network()
        .parametersSha256();
  }
}
