package io.partita.cluster;

import io.partita.lake.run.ExitCode;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    description = "Start, stop or show a Spark cluster with HDFS on this machine.")
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Give start, stop or status.");
  }

  @Command(
      name = "start",
      description = "Start the missing processes and wait until all respond.",
      mixinStandardHelpOptions = true)
  int start(
      @Mixin ClusterFolder folder,
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
                  "Memory of each worker for executors and drivers (default: ${DEFAULT-VALUE}).")
          String workerMemory,
      @Option(
              names = "--patience",
              paramLabel = "TIME",
              defaultValue = "5m",
              converter = WaitOptions.Time.class,
              description = "Longest time that a start may take (default: ${DEFAULT-VALUE}).")
          Duration patience,
      @Option(names = "--json", description = "One object, as cluster status --json prints it.")
          boolean json)
      throws IOException {
    LocalCluster cluster = folder.cluster();
    cluster.start(new ClusterSizes(workers, workerCores, workerMemory), patience);
    return Answer.print(json, ClusterReport.of(cluster), ClusterReport::firstSteps);
  }

  @Command(
      name = "stop",
      description = "Stop all processes; data and logs are kept.",
      mixinStandardHelpOptions = true)
  int stop(@Mixin ClusterFolder folder) throws IOException {
    LocalCluster cluster = folder.cluster();
    boolean runs = cluster.status().stream().anyMatch(part -> part.pid() != null);
    cluster.stop();
    if (!runs) {
      System.err.println("No cluster runs there.");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "status",
      description = "Show each process as up, silent or down; exit code 1 unless all are up.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin ClusterFolder folder,
      @Option(
              names = "--json",
              description =
                  "One object: up, master, hdfs, conf, parts: [{part, state, pid, address, log}].")
          boolean json)
      throws IOException {
    ClusterReport report = ClusterReport.of(folder.cluster());
    Answer.print(json, report, ClusterReport::text);
    return report.up() ? ExitCode.OK : ExitCode.FAILED;
  }
}
