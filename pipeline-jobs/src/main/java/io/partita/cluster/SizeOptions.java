package io.partita.cluster;

import picocli.CommandLine.Option;

/** How large a cluster is to be. */
final class SizeOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Spark workers (default: ${DEFAULT-VALUE}).")
  private int workers = 2;

  @Option(
      names = "--worker-cores",
      paramLabel = "N",
      description = "Cores of each worker (default: ${DEFAULT-VALUE}).")
  private int workerCores = 1;

  @Option(
      names = "--worker-memory",
      paramLabel = "SIZE",
      description = "Memory of each worker for executors and drivers (default: ${DEFAULT-VALUE}).")
  private String workerMemory = "2g";

  @Option(
      names = "--datanodes",
      paramLabel = "N",
      description = "HDFS DataNodes (default: ${DEFAULT-VALUE}).")
  private int dataNodes = 2;

  /**
   * What was asked for.
   *
   * @throws io.partita.UserException where a size is out of its range
   */
  ClusterSizes sizes() {
    return new ClusterSizes(workers, workerCores, workerMemory, dataNodes);
  }
}
