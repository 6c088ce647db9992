package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command lines for Airflow in the README of the DAGs: what each needs, and in what order. */
class DagReadmeTest {
  private static String text;
  private static List<String> commands;

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(DagRecording.folder().resolve("README.md"));
    commands =
        text.lines()
            .filter(line -> line.startsWith("    "))
            .flatMap(line -> Arrays.stream(line.split("&&|;")))
            .map(command -> command.strip().replaceFirst("^until ", ""))
            .filter(command -> command.startsWith("airflow "))
            .toList();
  }

  @Test
  void aBackfillRunsItsDaysOneAfterAnotherAndTheLastOneToo() {
    String ofAirflow2 = "airflow dags backfill ";
    String ofAirflow3 = "airflow backfill create ";

    assertThat(starting(ofAirflow2))
        .singleElement()
        .asString()
        .containsPattern("--start-date \\d{4}-\\d\\d-\\d\\d ")
        .containsPattern("--end-date \\d{4}-\\d\\d-\\d\\dT23:59 ");
    assertThat(starting(ofAirflow3))
        .singleElement()
        .asString()
        .contains(" --max-active-runs 1")
        .containsPattern("--from-date \\d{4}-\\d\\d-\\d\\d ")
        .containsPattern("--to-date \\d{4}-\\d\\d-\\d\\dT23:59 ");
    assertThat(dates(starting(ofAirflow3).get(0))).isEqualTo(dates(starting(ofAirflow2).get(0)));
  }

  @Test
  void aDagIsReadAndWhatItNeedsIsThereBeforeItIsUnpaused() {
    List<String> steps =
        List.of(
            "airflow db migrate",
            "airflow pools set partita 1 \"Spark jobs at once\"",
            "airflow pools get partita",
            "airflow connections get partita_spark",
            "airflow connections get fs_default",
            "airflow dags reserialize",
            "airflow dags list-import-errors",
            "airflow dags unpause train_models",
            "airflow dags unpause lakh_daily",
            "airflow standalone");

    assertThat(Collections.indexOfSubList(commands, steps)).as("%s", commands).isNotNegative();
    assertThat(starting("airflow dags unpause")).hasSize(2);
  }

  /** Unpausing runs it once already. */
  @Test
  void noNightlyDagIsTriggered() {
    assertThat(matches("airflow dags trigger (\\w+)")).containsOnly("backfill_corpora");
  }

  @Test
  void everyDagThatIsNamedIsThere() {
    assertThat(matches("airflow dags (?:unpause|trigger|details) (\\w+)"))
        .isNotEmpty()
        .isSubsetOf(DagRecording.DAGS);
    assertThat(matches("(?:airflow tasks test|--dag-id) (\\w+)"))
        .containsExactly("lakh_daily", "lakh_daily");
  }

  /** What the DAG files ask for, is in the steps and among what Airflow must know. */
  @Test
  void whatTheDagsAskForIsSaid() throws IOException {
    String shared = Files.readString(DagRecording.folder().resolve("partita_submit.py"));
    for (String dag : DagRecording.DAGS) {
      String file = shared + Files.readString(DagRecording.folder().resolve(dag + ".py"));
      List<String> variables = matches("var\\.value\\.get\\('(\\w+)'", file);
      assertThat(variables).isNotEmpty();
      for (String name : variables) {
        assertThat(text).contains("| variable `" + name + "` |").contains(exported("VAR", name));
      }
      for (String name : matches("conn_id(?:\": |=)\"(\\w+)\"", file)) {
        assertThat(text).contains("| connection `" + name + "` |").contains(exported("CONN", name));
      }
      assertThat(matches("\"pool\": \"(\\w+)\"", file)).containsExactly("partita");
    }
  }

  private static String exported(String kind, String name) {
    return " AIRFLOW_" + kind + "_" + name.toUpperCase(Locale.ROOT) + "=";
  }

  private static List<String> starting(String beginning) {
    return commands.stream().filter(command -> command.startsWith(beginning)).toList();
  }

  private static List<String> dates(String command) {
    return matches("(\\d{4}-\\d\\d-\\d\\d\\S*)", command);
  }

  private static List<String> matches(String pattern) {
    return matches(pattern, text);
  }

  private static List<String> matches(String pattern, String where) {
    return Pattern.compile(pattern).matcher(where).results().map(found -> found.group(1)).toList();
  }
}
