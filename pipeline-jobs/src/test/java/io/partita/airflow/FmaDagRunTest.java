package io.partita.airflow;

import static io.partita.airflow.LocalRunner.State.FAILED;
import static io.partita.airflow.LocalRunner.State.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Free Music Archive's DAG with the real program: run twice, its lake holds the same. */
@Tag("full")
class FmaDagRunTest {
  @TempDir private Path folder;

  @Test
  void fmaDailyRunTwiceGivesTheSameLake() throws Exception {
    DagRuns dags = new DagRuns(folder);
    // Some of the clips are broken on purpose.
    Map<String, Object> params = Map.of("max_rejected", 0.5);
    assertThat(dags.run("fma_daily", "2026-03-01", params))
        .containsEntry("subset.ready", SUCCESS)
        .doesNotContainValue(FAILED);
    Map<String, List<String>> once = dags.tables("fma_small");
    assertThat(once).containsKeys("mel", "fma_tracks", "statistics");

    dags.run("fma_daily", "2026-03-02", params);

    assertThat(dags.failed()).isEmpty();
    assertThat(dags.tables("fma_small")).isEqualTo(once);
  }
}
