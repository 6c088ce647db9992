package io.partita.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Starts, stops and shows a Spark cluster and an HDFS on this machine, to try what a real cluster
 * does. Output: the addresses and commands to go on with.
 */
@Command(
    name = "cluster",
    description = "Start, stop or show a Spark cluster and an HDFS of processes on this machine.",
    footer = {
      "",
      "Examples:",
      "  partita cluster start --workers 2 --worker-cores 1 --worker-memory 2g",
      "  partita cluster status",
      "  partita cluster stop"
    })
public final class ClusterCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Give start, stop or status.");
  }

  @Command(
      name = "start",
      description = "Start what does not run yet and wait until all of it answers.",
      mixinStandardHelpOptions = true)
  int start(
      @Option(
              names = "--dir",
              paramLabel = "DIR",
              description = "The cluster's folder (default: .cluster in the checkout).")
          Path dir,
      @Option(
              names = "--workers",
              paramLabel = "N",
              defaultValue = "2",
              description = "Spark workers (default: ${DEFAULT-VALUE}).")
          int workers,
      @Option(
              names = "--worker-cores",
              paramLabel = "N",
              defaultValue = "1",
              description = "Cores of each worker (default: ${DEFAULT-VALUE}).")
          int workerCores,
      @Option(
              names = "--worker-memory",
              paramLabel = "SIZE",
              defaultValue = "2g",
              description =
                  "Memory that each worker gives to executors and drivers (default:"
                      + " ${DEFAULT-VALUE}).")
          String workerMemory,
      @Option(
              names = "--datanodes",
              paramLabel = "N",
              defaultValue = "2",
              description = "HDFS DataNodes (default: ${DEFAULT-VALUE}).")
          int dataNodes,
      @Option(names = "--json", description = "One object, as of status --json.") boolean json)
      throws IOException {
    LocalCluster cluster = cluster(dir);
    cluster.start(new ClusterSizes(workers, workerCores, workerMemory, dataNodes));
    if (json) {
      System.out.println(JSON.writeValueAsString(answer(cluster, cluster.status())));
      return ExitCode.OK;
    }
    System.out.println(
        """
        Spark: %1$s
        HDFS:  %2$s

        Try it:
          export SPARK_CONF_DIR=%3$s
          ./partita sample-data --tracks 200 --clips 0 --out sample
          .spark/bin/spark-class org.apache.hadoop.fs.FsShell -put sample %2$s/sample
          ./partita ingest-lmd --master %1$s --input %2$s/sample/lmd_matched.tar.gz \\
              --metadata %2$s/sample/msd_summary_file.h5 --lake %2$s/lake
          ./partita tables --lake %2$s/lake
          ./partita cluster stop\
        """
            .formatted(cluster.masterUrl(), cluster.hdfsUri(), cluster.clientConf()));
    return ExitCode.OK;
  }

  @Command(
      name = "stop",
      description = "Stop what runs; data and logs stay.",
      mixinStandardHelpOptions = true)
  int stop(
      @Option(names = "--dir", paramLabel = "DIR", description = "The cluster's folder.") Path dir)
      throws IOException {
    LocalCluster cluster = cluster(dir);
    boolean runs = cluster.status().stream().anyMatch(part -> part.pid() != null);
    cluster.stop();
    if (!runs) {
      System.err.println("No cluster runs there.");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "status",
      description = "Show every part; exit code 1 unless all of them are up.",
      mixinStandardHelpOptions = true)
  int status(
      @Option(names = "--dir", paramLabel = "DIR", description = "The cluster's folder.") Path dir,
      @Option(
              names = "--json",
              description =
                  "One object: {\"up\", \"master\", \"hdfs\", \"conf\", \"parts\": [{\"part\","
                      + " \"state\": up, silent or down, \"pid\", \"address\", \"log\"}]}.")
          boolean json)
      throws IOException {
    LocalCluster cluster = cluster(dir);
    List<LocalCluster.Status> parts = cluster.status();
    if (json) {
      System.out.println(JSON.writeValueAsString(answer(cluster, parts)));
    } else if (parts.isEmpty()) {
      System.out.println("No cluster was started there.");
    } else {
      for (LocalCluster.Status part : parts) {
        System.out.printf(
            "%-12s %-7s %-9s %s%n",
            part.part(), part.state(), part.pid() == null ? "" : part.pid(), part.address());
      }
    }
    return isUp(parts) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean isUp(List<LocalCluster.Status> parts) {
    return !parts.isEmpty() && parts.stream().allMatch(part -> part.state().equals("up"));
  }

  private static Map<String, Object> answer(LocalCluster cluster, List<LocalCluster.Status> parts)
      throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("up", isUp(parts));
    answer.put("master", parts.isEmpty() ? null : cluster.masterUrl());
    answer.put("hdfs", parts.isEmpty() ? null : cluster.hdfsUri());
    answer.put("conf", cluster.clientConf().toString());
    answer.put("parts", parts);
    return answer;
  }

  private static LocalCluster cluster(Path dir) {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.exists(Path.of(home, ".spark", "RELEASE"))) {
      throw new UserException(
          "The Spark to start is that of a checkout; run ./partita cluster there.");
    }
    Path folder = dir == null ? Path.of(home, ".cluster") : dir;
    return new LocalCluster(folder, Path.of(home, ".spark"), System.err::println);
  }
}
