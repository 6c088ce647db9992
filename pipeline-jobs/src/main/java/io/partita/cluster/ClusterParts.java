package io.partita.cluster;

import static io.partita.cluster.ClusterPlan.HISTORY;
import static io.partita.cluster.ClusterPlan.MASTER;
import static io.partita.cluster.ClusterPlan.MASTER_PAGE;
import static io.partita.cluster.ClusterPlan.NAME_NODE;
import static io.partita.cluster.ClusterPlan.NAME_NODE_PAGE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The command lines of a cluster's daemons, and how each is asked whether it is there. */
final class ClusterParts {
  private static final String HEAP = "-Xmx256m";

  private final ClusterFiles files;
  private final ClusterPlan plan;
  private final ClusterPages pages = new ClusterPages();

  ClusterParts(ClusterFiles files, ClusterPlan plan) {
    this.files = files;
    this.plan = plan;
  }

  /** Those that others connect to. */
  List<Daemon> heads() {
    return List.of(master(), history(), nameNode());
  }

  /** Those that register with the heads. */
  List<Daemon> hands() {
    List<Daemon> parts = new ArrayList<>();
    for (int node = 1; node <= ClusterPlan.DATA_NODES; node++) {
      parts.add(dataNode(node));
    }
    for (int worker = 1; worker <= plan.sizes().workers(); worker++) {
      parts.add(worker(worker));
    }
    return parts;
  }

  boolean isHdfsWritable() {
    return pages.isWritable(plan.port(NAME_NODE_PAGE));
  }

  Daemon nameNode() {
    List<String> command = hdfs("org.apache.hadoop.hdfs.server.namenode.NameNode", List.of());
    return daemon(
        NAME_NODE, plan.hdfsUri(), command, () -> pages.nameNodeAnswers(plan.port(NAME_NODE_PAGE)));
  }

  private Daemon dataNode(int number) {
    String name = ClusterPlan.dataNode(number);
    List<String> command =
        hdfs(
            "org.apache.hadoop.hdfs.server.datanode.DataNode",
            List.of(
                "-D",
                "dfs.datanode.address=127.0.0.1:" + plan.port(name),
                "-D",
                "dfs.datanode.data.dir=" + files.data(number).toUri()));
    return daemon(
        name,
        "127.0.0.1:" + plan.port(name),
        command,
        () -> pages.liveDataNodes(plan.port(NAME_NODE_PAGE)).contains(plan.port(name)));
  }

  private Daemon master() {
    List<String> command =
        spark(
            "org.apache.spark.deploy.master.Master",
            List.of(),
            List.of(
                "--host",
                "127.0.0.1",
                "--port",
                text(plan.port(MASTER)),
                "--webui-port",
                text(plan.port(MASTER_PAGE))));
    return daemon(
        MASTER, plan.masterUrl(), command, () -> pages.masterAnswers(plan.port(MASTER_PAGE)));
  }

  private Daemon worker(int number) {
    String name = ClusterPlan.worker(number);
    List<String> command =
        spark(
            "org.apache.spark.deploy.worker.Worker",
            List.of(),
            List.of(
                "--host",
                "127.0.0.1",
                "--port",
                text(plan.port(name)),
                "--webui-port",
                text(plan.port(ClusterPlan.workerPage(number))),
                "--cores",
                text(plan.sizes().workerCores()),
                "--memory",
                plan.sizes().workerMemory(),
                "--work-dir",
                files.root().resolve(name).toString(),
                plan.masterUrl()));
    return daemon(
        name,
        plan.page(ClusterPlan.workerPage(number)),
        command,
        () -> pages.aliveWorkers(plan.port(MASTER_PAGE)).contains(plan.port(name)));
  }

  private Daemon history() {
    List<String> command =
        spark(
            "org.apache.spark.deploy.history.HistoryServer",
            List.of(
                "-Dspark.history.fs.logDirectory=" + files.events().toUri(),
                "-Dspark.history.fs.update.interval=3s",
                "-Dspark.history.ui.port=" + plan.port(HISTORY)),
            List.of());
    return daemon(
        HISTORY, plan.page(HISTORY), command, () -> pages.historyAnswers(plan.port(HISTORY)));
  }

  private List<String> hdfs(String mainClass, List<String> arguments) {
    String classPath = files.hdfsConf() + ":" + jars("jars") + ":" + jars("hdfs");
    return java(classPath, List.of(), mainClass, arguments);
  }

  private List<String> spark(String mainClass, List<String> properties, List<String> arguments) {
    List<String> options = new ArrayList<>(properties);
    // A port that is taken is an error, not a reason to take another one.
    options.add("-Dspark.port.maxRetries=0");
    return java(files.clientConf() + ":" + jars("jars"), options, mainClass, arguments);
  }

  private List<String> java(
      String classPath, List<String> options, String mainClass, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@" + files.sparkHome().resolve("conf/java17.options"));
    // Small and quick to start: the work is done elsewhere.
    words.addAll(List.of(HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.add("-Djava.io.tmpdir=" + files.tmp());
    words.addAll(options);
    words.addAll(List.of("-cp", classPath, mainClass));
    words.addAll(arguments);
    return words;
  }

  private Daemon daemon(
      String name, String address, List<String> command, BooleanSupplier answers) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SPARK_HOME", files.sparkHome().toString());
    environment.put("SPARK_CONF_DIR", files.clientConf().toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    // Web pages listen here, of executors and drivers too.
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_DIRS", files.local().toString());
    return new Daemon(name, address, files.root(), command, environment, answers);
  }

  private String jars(String folder) {
    return files.sparkHome().resolve(folder) + "/*";
  }

  private static String text(int number) {
    return Integer.toString(number);
  }
}
