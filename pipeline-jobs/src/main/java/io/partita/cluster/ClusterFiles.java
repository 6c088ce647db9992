package io.partita.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a cluster and the settings in it.
 *
 * <pre>
 *   conf/          for clients: SPARK_CONF_DIR points here
 *   hdfs/conf/     for the NameNode and the DataNodes
 *   hdfs/name/ hdfs/data-N/ worker-N/ events/ local/ tmp/
 *   run/ logs/     pids and logs
 * </pre>
 *
 * @param root absolute
 * @param sparkHome the Spark that the build put together
 */
record ClusterFiles(Path root, Path sparkHome) {
  Path clientConf() {
    return root.resolve("conf");
  }

  Path hdfsConf() {
    return root.resolve("hdfs/conf");
  }

  Path name() {
    return root.resolve("hdfs/name");
  }

  Path data(int node) {
    return root.resolve("hdfs/data-" + node);
  }

  Path events() {
    return root.resolve("events");
  }

  Path tmp() {
    return root.resolve("tmp");
  }

  /** Where executors keep shuffle files. */
  Path local() {
    return root.resolve("local");
  }

  /** Writes the settings of clients and of HDFS. */
  void write(int nameNodePort, int nameNodeHttpPort) throws IOException {
    for (Path folder : List.of(clientConf(), hdfsConf(), events(), tmp(), local())) {
      Files.createDirectories(folder);
    }
    Path homeConf = sparkHome.resolve("conf");
    String logging = Files.readString(homeConf.resolve("log4j2.properties"));
    Map<String, String> client = hdfsClient();
    Files.writeString(clientConf().resolve("log4j2.properties"), logging);
    // No default file system: a path without a scheme stays a local one. Hadoop's shell wants a
    // file.
    Files.writeString(clientConf().resolve("core-site.xml"), xml(Map.of()));
    Files.writeString(clientConf().resolve("hdfs-site.xml"), xml(client));
    Files.writeString(clientConf().resolve("spark-env.sh"), "SPARK_LOCAL_IP=127.0.0.1\n");
    Files.writeString(
        clientConf().resolve("spark-defaults.conf"),
        Files.readString(homeConf.resolve("spark-defaults.conf")) + sparkDefaults());

    Map<String, String> server = new LinkedHashMap<>(client);
    server.putAll(hdfsServer(nameNodeHttpPort));
    Files.writeString(hdfsConf().resolve("log4j2.properties"), logging);
    Files.writeString(
        hdfsConf().resolve("core-site.xml"),
        xml(Map.of("fs.defaultFS", "hdfs://127.0.0.1:" + nameNodePort)));
    Files.writeString(hdfsConf().resolve("hdfs-site.xml"), xml(server));
  }

  private String sparkDefaults() {
    return """

    # Written by partita cluster.
    spark.driver.memory 1g
    # Spark's 200 are for large clusters.
    spark.sql.shuffle.partitions 8
    spark.driver.host 127.0.0.1
    spark.driver.bindAddress 127.0.0.1
    spark.eventLog.enabled true
    spark.eventLog.dir %s
    # In cluster mode spark-submit waits for the driver and says what became of it.
    spark.standalone.submit.waitAppCompletion true
    """
        .formatted(events().toUri());
  }

  private static Map<String, String> hdfsClient() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dfs.replication", Integer.toString(ClusterPlan.DATA_NODES));
    // With two DataNodes there is no third one to take the place of one that is lost in mid-write.
    settings.put("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
    return settings;
  }

  private Map<String, String> hdfsServer(int nameNodeHttpPort) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dfs.namenode.name.dir", name().toUri().toString());
    settings.put("dfs.namenode.http-address", "127.0.0.1:" + nameNodeHttpPort);
    settings.put("dfs.datanode.http.address", "127.0.0.1:0");
    settings.put("dfs.datanode.ipc.address", "127.0.0.1:0");
    settings.put("dfs.permissions.enabled", "false");
    settings.put("dfs.namenode.safemode.extension", "0");
    // A DataNode that is gone counts as dead after 2 × 1 s + 10 × 1 s.
    settings.put("dfs.heartbeat.interval", "1");
    settings.put("dfs.namenode.heartbeat.recheck-interval", "1000");
    settings.put("dfs.namenode.fs-limits.min-block-size", "65536");
    return settings;
  }

  private static String xml(Map<String, String> settings) {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    settings.forEach(
        (name, value) ->
            xml.append("  <property><name>")
                .append(name)
                .append("</name><value>")
                .append(value.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</value></property>\n"));
    return xml.append("</configuration>\n").toString();
  }
}
