package io.partita.cluster;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.file.NewFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A cluster of processes on this machine: Spark master, workers and history server, HDFS NameNode
 * and DataNodes. Everything listens on the loopback address only and lives in one folder.
 */
final class LocalCluster {
  /** How long a start may take unless told otherwise: a busy machine needs minutes. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ClusterFiles files;
  private final Consumer<String> say;

  /**
   * @param folder where the cluster lives; made by {@link #start}
   * @param sparkHome the Spark that the build put together
   * @param say is told what happens, line by line
   */
  public LocalCluster(Path folder, Path sparkHome, Consumer<String> say) {
    this.files = new ClusterFiles(folder.toAbsolutePath().normalize(), sparkHome.toAbsolutePath());
    this.say = say;
  }

  /** How one part is, see {@link #status()}. */
  public record Status(String part, String state, Long pid, String address, String log) {}

  /**
   * Starts what does not run, and waits until all of it answers.
   *
   * @param patience after which it is given up
   * @throws UserException when it runs with other sizes
   * @throws IOException when a part does not start, after the end of its log was told; what this
   *     call has started is stopped again
   */
  public void start(ClusterSizes sizes, Duration patience) throws IOException {
    NewFolder.make("--dir " + files.root(), files.root());
    try (FileChannel channel = alone()) {
      ClusterPlan plan = plan(sizes);
      ClusterParts parts = new ClusterParts(files, plan);
      files.write(plan.port(ClusterPlan.NAME_NODE), plan.port(ClusterPlan.NAME_NODE_PAGE));
      Json.INDENTED.writeValue(planFile().toFile(), plan);
      List<Daemon> begun = new ArrayList<>();
      StartDeadline deadline = deadline(patience);
      try {
        begin(parts.heads(), begun, deadline);
        begin(parts.hands(), begun, deadline);
        while (!parts.isHdfsWritable()) {
          look(parts.nameNode(), deadline);
        }
      } catch (IOException | RuntimeException e) {
        for (Daemon part : begun) {
          part.stop();
        }
        throw e;
      }
    }
  }

  StartDeadline deadline(Duration patience) {
    return new StartDeadline(patience, InstantSource.system(), say);
  }

  void begin(List<Daemon> parts, List<Daemon> begun, StartDeadline deadline) throws IOException {
    for (Daemon part : parts) {
      if (part.process().isPresent()) {
        continue;
      }
      begun.add(part);
      if (part.name().equals(ClusterPlan.NAME_NODE)) {
        format(part, deadline);
      }
      part.start();
    }
    for (Daemon part : parts) {
      while (!part.answers()) {
        look(part, deadline);
      }
      say.accept(
          String.format(
              Locale.ROOT,
              "%-12s %s (pid %d, %.1f s)",
              part.name(),
              part.address(),
              part.process().orElseThrow().pid(),
              deadline.elapsed().toMillis() / 1e3));
    }
  }

  /** A moment's wait for a part, unless there is nothing to wait for. */
  private void look(Daemon part, StartDeadline deadline) throws IOException {
    if (part.process().isEmpty()) {
      throw failure(part, "ended by itself");
    }
    if (!deadline.pause(part.name())) {
      throw failure(part, late(deadline));
    }
  }

  private static String late(StartDeadline deadline) {
    return "does not answer after " + deadline.patience() + " (--patience)";
  }

  private IOException failure(Daemon daemon, String what) throws IOException {
    daemon.endOfLog().forEach(say);
    return new IOException(daemon.name() + " " + what + "; its log: " + daemon.log());
  }

  private void format(Daemon nameNode, StartDeadline deadline) throws IOException {
    if (Files.exists(files.name())) {
      return;
    }
    Process process = nameNode.once("-format", "-nonInteractive");
    while (process.isAlive()) {
      if (!deadline.pause(nameNode.name())) {
        process.destroyForcibly();
        throw failure(nameNode, late(deadline));
      }
    }
    if (process.exitValue() != 0) {
      throw failure(nameNode, "cannot format its folder");
    }
  }

  /** Stops what runs; files and logs stay. */
  public void stop() throws IOException {
    if (!Files.exists(planFile())) {
      return;
    }
    try (FileChannel channel = alone()) {
      List<Daemon> parts = new ArrayList<>(parts());
      Collections.reverse(parts);
      for (Daemon part : parts) {
        if (part.stop()) {
          say.accept(part.name() + " stopped");
        }
      }
    }
  }

  /** Every part with its state; empty where no cluster was ever started. */
  public List<Status> status() throws IOException {
    List<Status> status = new ArrayList<>();
    for (Daemon part : Files.exists(planFile()) ? parts() : List.<Daemon>of()) {
      status.add(
          new Status(
              part.name(),
              part.state().name().toLowerCase(Locale.ROOT),
              part.process().map(ProcessHandle::pid).orElse(null),
              part.address(),
              part.log().toString()));
    }
    return status;
  }

  /** As {@code spark://127.0.0.1:21234}. */
  public String masterUrl() throws IOException {
    return readPlan().masterUrl();
  }

  /** As {@code hdfs://127.0.0.1:21234}. */
  public String hdfsUri() throws IOException {
    return readPlan().hdfsUri();
  }

  /** The settings for clients, for SPARK_CONF_DIR. */
  public Path clientConf() {
    return files.clientConf();
  }

  List<Daemon> parts() throws IOException {
    ClusterParts parts = new ClusterParts(files, readPlan());
    List<Daemon> all = new ArrayList<>(parts.heads());
    all.addAll(parts.hands());
    return all;
  }

  private ClusterPlan plan(ClusterSizes sizes) throws IOException {
    if (!Files.exists(planFile())) {
      return ClusterPlan.of(sizes, Map.of());
    }
    ClusterPlan earlier = readPlan();
    boolean runs = false;
    for (Daemon part : parts()) {
      runs |= part.process().isPresent();
    }
    if (runs && !earlier.sizes().equals(sizes)) {
      throw new UserException(
          Mistake.OCCUPIED,
          "The cluster in " + files.root() + " runs with other sizes; stop it first.");
    }
    return runs ? earlier : ClusterPlan.of(sizes, earlier.ports());
  }

  private ClusterPlan readPlan() throws IOException {
    return Json.MAPPER.readValue(planFile().toFile(), ClusterPlan.class);
  }

  private Path planFile() {
    return files.root().resolve("cluster.json");
  }

  /** One start or stop at a time. */
  private FileChannel alone() throws IOException {
    FileChannel channel =
        FileChannel.open(
            files.root().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    }
    channel.close();
    throw new IOException(
        "Another start or stop of the cluster in " + files.root() + " is under way.");
  }
}
