package io.partita.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a cluster is, as {@code --json} prints it.
 *
 * @param up whether there is a cluster, and all of its parts are up
 * @param master Spark's, null where none was ever started
 * @param hdfs null where none was ever started
 * @param conf folder of the settings for clients
 */
record ClusterReport(
    boolean up, String master, String hdfs, String conf, List<LocalCluster.Status> parts) {

  static ClusterReport of(LocalCluster cluster) throws IOException {
    List<LocalCluster.Status> parts = cluster.status();
    return new ClusterReport(
        !parts.isEmpty() && parts.stream().allMatch(part -> part.state().equals("up")),
        parts.isEmpty() ? null : cluster.masterUrl(),
        parts.isEmpty() ? null : cluster.hdfsUri(),
        cluster.clientConf().toString(),
        parts);
  }

  /** A line a part. */
  String text() {
    return parts.isEmpty()
        ? "No cluster was started there."
        : parts.stream().map(ClusterReport::line).collect(Collectors.joining("\n"));
  }

  private static String line(LocalCluster.Status part) {
    return String.format(
        Locale.ROOT,
        "%-12s %-7s %-9s %s",
        part.part(),
        part.state(),
        part.pid() == null ? "" : part.pid(),
        part.address());
  }

  /** Of a cluster that was just started: addresses, and commands to go on with. */
  String firstSteps() {
    return """
    Spark: %1$s
    HDFS:  %2$s

    Try it:
      export SPARK_CONF_DIR=%3$s
      ./partita sample --tracks 200 --clips 0 --out sample
      .spark/bin/spark-class org.apache.hadoop.fs.FsShell -put sample %2$s/sample
      ./partita ingest lmd --master %1$s --input %2$s/sample/lmd_matched.tar.gz \\
          --metadata %2$s/sample/msd_summary_file.h5 --lake %2$s/lake
      ./partita tables --lake %2$s/lake
      ./partita cluster stop\
    """
        .formatted(master, hdfs, conf);
  }
}
