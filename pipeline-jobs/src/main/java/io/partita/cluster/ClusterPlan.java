package io.partita.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a cluster consists of, kept in its folder so that it is found at the same place after a
 * stop.
 *
 * @param ports by the name of what listens there
 */
record ClusterPlan(ClusterSizes sizes, Map<String, Integer> ports) {
  static final String NAME_NODE = "namenode";
  static final String NAME_NODE_PAGE = "namenode-page";
  static final String MASTER = "master";
  static final String MASTER_PAGE = "master-page";
  static final String HISTORY = "history";

  /**
   * Keeps the ports of an earlier plan as long as nobody else has taken them meanwhile.
   *
   * @param earlier by name; empty at first
   */
  static ClusterPlan of(ClusterSizes sizes, Map<String, Integer> earlier) throws IOException {
    List<String> names =
        Stream.of(
                Stream.of(NAME_NODE, NAME_NODE_PAGE, MASTER, MASTER_PAGE, HISTORY),
                IntStream.rangeClosed(1, sizes.dataNodes()).mapToObj(ClusterPlan::dataNode),
                IntStream.rangeClosed(1, sizes.workers()).mapToObj(ClusterPlan::worker),
                IntStream.rangeClosed(1, sizes.workers()).mapToObj(ClusterPlan::workerPage))
            .flatMap(name -> name)
            .toList();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : names) {
      Integer port = earlier.get(name);
      if (port != null && FreePorts.isFree(port)) {
        ports.put(name, port);
      }
    }
    List<Integer> more = FreePorts.choose(names.size() - ports.size(), ports.values());
    int next = 0;
    for (String name : names) {
      if (!ports.containsKey(name)) {
        ports.put(name, more.get(next++));
      }
    }
    return new ClusterPlan(sizes, ports);
  }

  static String dataNode(int number) {
    return "datanode-" + number;
  }

  static String worker(int number) {
    return "worker-" + number;
  }

  static String workerPage(int number) {
    return worker(number) + "-page";
  }

  int port(String name) {
    return ports.get(name);
  }

  @JsonIgnore
  String masterUrl() {
    return "spark://127.0.0.1:" + port(MASTER);
  }

  @JsonIgnore
  String hdfsUri() {
    return "hdfs://127.0.0.1:" + port(NAME_NODE);
  }

  /** The address of a web page. */
  String page(String name) {
    return "http://127.0.0.1:" + port(name);
  }
}
