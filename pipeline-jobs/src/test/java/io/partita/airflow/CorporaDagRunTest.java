package io.partita.airflow;

import static io.partita.airflow.LocalRunner.State.FAILED;
import static io.partita.airflow.LocalRunner.State.SKIPPED;
import static io.partita.airflow.LocalRunner.State.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backfill of corpora with the real program: run twice, the lake holds the same. */
@Tag("full")
class CorporaDagRunTest {
  @TempDir private Path folder;

  @Test
  void corporaFilledInTwiceGiveTheSameLake() throws Exception {
    DagRuns dags = new DagRuns(folder);
    Map<String, Object> params = Map.of("max_rejected", 0.5, "corpora", corpora());
    assertThat(dags.run("backfill_corpora", "2026-03-01", params))
        .containsEntry("download", SKIPPED)
        .containsEntry("ready", SUCCESS)
        .doesNotContainValue(FAILED);
    Map<String, Map<String, List<String>>> once = new TreeMap<>();
    for (String corpus : List.of("groove", "gtzan", "cello")) {
      once.put(corpus, dags.tables(corpus));
      assertThat(once.get(corpus)).containsKey("statistics");
    }

    dags.run("backfill_corpora", "2026-03-02", params);

    assertThat(dags.failed()).isEmpty();
    once.forEach((corpus, tables) -> assertThat(dags.tables(corpus)).isEqualTo(tables));
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
}
