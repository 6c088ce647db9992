package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterReportTest {
  private static final ClusterReport HALF =
      new ClusterReport(
          false,
          "spark://127.0.0.1:1",
          "hdfs://127.0.0.1:2",
          "/c/conf",
          List.of(
              new LocalCluster.Status("master", "up", 12L, "spark://127.0.0.1:1", "/c/m.log"),
              new LocalCluster.Status("worker-1", "down", null, "127.0.0.1:3", "/c/w.log")));

  @Test
  void aPartIsALine() {
    assertThat(HALF.text().lines())
        .containsExactly(
            "master       up      12        spark://127.0.0.1:1",
            "worker-1     down              127.0.0.1:3");
  }

  @Test
  void aPartIsAnObject() throws JsonProcessingException {
    assertThat(new ObjectMapper().writeValueAsString(HALF))
        .isEqualTo(
            """
            {"up":false,"master":"spark://127.0.0.1:1","hdfs":"hdfs://127.0.0.1:2",\
            "conf":"/c/conf","parts":[\
            {"part":"master","state":"up","pid":12,"address":"spark://127.0.0.1:1",\
            "log":"/c/m.log"},\
            {"part":"worker-1","state":"down","pid":null,"address":"127.0.0.1:3",\
            "log":"/c/w.log"}]}\
            """);
  }

  @Test
  void firstStepsHaveTheClustersAddresses() {
    assertThat(HALF.firstSteps().lines())
        .startsWith("Spark: spark://127.0.0.1:1", "HDFS:  hdfs://127.0.0.1:2", "", "Try it:")
        .contains(
            "  export SPARK_CONF_DIR=/c/conf", "  ./partita tables --lake hdfs://127.0.0.1:2/lake")
        .endsWith("  ./partita cluster stop");
  }

  @Test
  void whereNoneWasStartedThereIsNone(@TempDir Path folder) throws IOException {
    Path spark = folder.resolve("spark");
    ClusterReport none = ClusterReport.of(new LocalCluster(folder, spark, line -> {}));

    assertThat(none)
        .isEqualTo(
            new ClusterReport(false, null, null, folder.resolve("conf").toString(), List.of()));
    assertThat(none.text()).isNotBlank().doesNotContain("\n", "master", "worker");
  }
}
