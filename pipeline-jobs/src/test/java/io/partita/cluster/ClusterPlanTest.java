package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which ports a cluster listens on. */
class ClusterPlanTest {
  private static final ClusterSizes SIZES = new ClusterSizes(2, 1, "1g");

  @Test
  void everyPartHasAPortOfItsOwn() throws IOException {
    ClusterPlan plan = ClusterPlan.of(SIZES, Map.of());

    assertThat(plan.ports().keySet())
        .containsExactly(
            "namenode",
            "namenode-page",
            "master",
            "master-page",
            "history",
            "datanode-1",
            "datanode-2",
            "worker-1",
            "worker-2",
            "worker-1-page",
            "worker-2-page");
    assertThat(plan.ports().values())
        .doesNotHaveDuplicates()
        .allSatisfy(port -> assertThat(port).isBetween(20_000, 31_999));
    assertThat(plan.masterUrl()).isEqualTo("spark://127.0.0.1:" + plan.port("master"));
    assertThat(plan.hdfsUri()).isEqualTo("hdfs://127.0.0.1:" + plan.port("namenode"));
    assertThat(plan.page("history")).isEqualTo("http://127.0.0.1:" + plan.port("history"));
  }

  @Test
  void portsStayUnlessSomebodyElseTookOne() throws IOException {
    Map<String, Integer> earlier = ClusterPlan.of(SIZES, Map.of()).ports();
    try (ServerSocket other =
        new ServerSocket(earlier.get("master"), 1, InetAddress.getLoopbackAddress())) {
      ClusterPlan plan = ClusterPlan.of(SIZES, earlier);

      assertThat(plan.port("master")).isNotEqualTo(other.getLocalPort());
      assertThat(plan.port("worker-2")).isEqualTo(earlier.get("worker-2"));
      assertThat(plan.ports().values()).doesNotHaveDuplicates().hasSize(earlier.size());
    }
  }
}
