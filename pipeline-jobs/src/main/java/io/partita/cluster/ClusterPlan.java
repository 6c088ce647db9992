package io.partita.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a cluster consists of, kept in its folder so that it is found at the same place after a
 * stop.
 *
 * @param ports by the name of what listens there
 */
record ClusterPlan(ClusterSizes sizes, Map<String, Integer> ports) {
  /** Every block is kept on each of them. */
  static final int DATA_NODES = 2;

  static final String NAME_NODE = "namenode";
  static final String NAME_NODE_PAGE = "namenode-page";
  static final String MASTER = "master";
  static final String MASTER_PAGE = "master-page";
  static final String HISTORY = "history";

  /** Below the ports that Linux hands to outgoing connections, which come and go. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  /**
   * Keeps the ports of an earlier plan as long as nobody else has taken them meanwhile.
   *
   * @param earlier by name; empty at first
   */
  static ClusterPlan of(ClusterSizes sizes, Map<String, Integer> earlier) throws IOException {
    List<String> names =
        Stream.of(
                Stream.of(NAME_NODE, NAME_NODE_PAGE, MASTER, MASTER_PAGE, HISTORY),
                IntStream.rangeClosed(1, DATA_NODES).mapToObj(ClusterPlan::dataNode),
                IntStream.rangeClosed(1, sizes.workers()).mapToObj(ClusterPlan::worker),
                IntStream.rangeClosed(1, sizes.workers()).mapToObj(ClusterPlan::workerPage))
            .flatMap(name -> name)
            .toList();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : names) {
      Integer port = earlier.get(name);
      if (port != null && isFree(port)) {
        ports.put(name, port);
      }
    }
    List<Integer> more = freePorts(names.size() - ports.size(), ports.values());
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

  /**
   * Chooses ports that nobody listens on now.
   *
   * @param taken ports to keep away from, though nobody may listen on them yet
   */
  static List<Integer> freePorts(int howMany, Collection<Integer> taken) throws IOException {
    Set<Integer> avoided = new HashSet<>(taken);
    List<Integer> chosen = new ArrayList<>();
    Random random = new Random();
    for (int tries = 0; chosen.size() < howMany; tries++) {
      if (tries == TRIES) {
        throw new IOException("Cannot find " + howMany + " free ports on 127.0.0.1.");
      }
      int port = random.nextInt(FIRST, LAST);
      if (avoided.add(port) && isFree(port)) {
        chosen.add(port);
      }
    }
    return chosen;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
