package io.partita.cluster;

import io.partita.ChildPartita;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.VersionFiles;
import io.partita.cli.Partita;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * The cluster of all tests of this JVM, generated data on the local disk and on its HDFS, and what
 * an undisturbed run on this machine makes of them. It starts with the first test that asks for it
 * and stops with the JVM; its folder {@code target/cluster} stays until the next run.
 */
final class TestCluster {
  static final String DATASET = "songs";
  private static final String SAMPLE = "/sample/";

  private static TestCluster started;

  private final Path home = Path.of(System.getProperty("partita.home"));
  private final Path folder = home.resolve("pipeline-jobs/target/cluster");
  private final Path data = folder.resolve("sample");
  private final LocalCluster cluster;
  private final DistributedFileSystem hdfs;
  private final Map<String, List<String>> undisturbed;
  private int submissions;

  private TestCluster() throws IOException {
    cluster =
        new LocalCluster(folder.resolve("daemons"), home.resolve(".spark"), System.err::println);
    cluster.stop();
    delete(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    cluster.start(new ClusterSizes(2, 1, "2g"), LocalCluster.PATIENCE);
    hdfs = new DistributedFileSystem();
    hdfs.initialize(URI.create(cluster.hdfsUri()), new Configuration());
    SampleData.write(data, new SampleOptions(60, 3, 60, 0), (done, total) -> {});
    hdfs.copyFromLocalFile(hadoop(data), new org.apache.hadoop.fs.Path(SAMPLE));
    PartitaRun.of(fromDisk(undisturbedLake())).exits(0);
    undisturbed = SortedTables.of(undisturbedLake(), DATASET);
  }

  static synchronized TestCluster get() {
    if (started == null) {
      try {
        started = new TestCluster();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return started;
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** A part's daemon by its name, as {@code worker-1}. */
  Daemon daemon(String name) throws IOException {
    return cluster.parts().stream()
        .filter(daemon -> daemon.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Starts one daemon again, as after it was killed, and waits until it answers. */
  void restart(String name) throws IOException {
    cluster.begin(
        List.of(daemon(name)), new ArrayList<>(), cluster.deadline(LocalCluster.PATIENCE));
  }

  DistributedFileSystem hdfs() {
    return hdfs;
  }

  /** The application. */
  Path jar() {
    return home.resolve("pipeline-jobs/target/partita.jar");
  }

  /** What decodes audio, beside it. */
  Path decoder() {
    return home.resolve(".spark/decoder/partita-decoder.jar");
  }

  /** Generated archives on the local disk. */
  Path sample() {
    return data;
  }

  /** Every row of every table as an undisturbed run on this machine makes it. */
  Map<String, List<String>> undisturbed() {
    return undisturbed;
  }

  /** The lake of an undisturbed run, on the local disk. */
  Path undisturbedLake() {
    return folder.resolve("undisturbed");
  }

  /** The arguments of an ingest from the local disk. */
  Object[] fromDisk(Object lake, Object... more) {
    return ingest(data + "/", lake, more);
  }

  /** The arguments of an ingest from HDFS. */
  Object[] fromHdfs(Object lake, Object... more) throws IOException {
    return ingest(cluster.hdfsUri() + SAMPLE, lake, more);
  }

  private static Object[] ingest(String from, Object lake, Object... more) {
    return Stream.concat(
            Stream.of(
                "ingest-lmd",
                "--input",
                from + "lmd_matched.tar.gz",
                "--metadata",
                from + "msd_summary_file.h5",
                "--match-scores",
                from + "match_scores.json",
                "--lake",
                lake,
                "--dataset",
                DATASET),
            Stream.of(more))
        .toArray();
  }

  /** The address of a folder on HDFS. */
  String onHdfs(String path) throws IOException {
    return cluster.hdfsUri() + path;
  }

  /**
   * Submits the application jar.
   *
   * @param options of spark-submit, as {@code --deploy-mode cluster}
   */
  ChildPartita submit(List<String> options, Object... args) throws IOException {
    List<String> words = new ArrayList<>(List.of("--class", Partita.class.getName()));
    words.addAll(List.of("--jars", decoder().toString()));
    words.addAll(options);
    words.add(jar().toString());
    Arrays.stream(args).map(String::valueOf).forEach(words::add);
    return sparkSubmit(words);
  }

  /** Runs spark-submit with these words behind it. */
  ChildPartita sparkSubmit(List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve(".spark/bin/spark-submit").toString());
    String small = "-XX:+UseSerialGC " + String.join(" ", ChildPartita.compilers());
    for (String process : List.of("driver", "executor")) {
      command.addAll(List.of("--conf", "spark." + process + ".defaultJavaOptions=" + small));
    }
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|HADOOP)_.*"));
    builder.environment().put("SPARK_CONF_DIR", cluster.clientConf().toString());
    return ChildPartita.start(
        Files.createDirectories(folder.resolve("submissions/" + ++submissions)), builder);
  }

  /** Submits the application jar to the cluster's master, driver here. */
  ChildPartita submitToMaster(Object... args) throws IOException {
    return submit(List.of("--master", cluster.masterUrl()), args);
  }

  /** A worker's executor: a JVM of its own. */
  ProcessHandle executor(String worker) throws IOException {
    return daemon(worker)
        .process()
        .orElseThrow()
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .orElse("")
                    .contains("executor.CoarseGrainedExecutorBackend"))
        .findFirst()
        .orElseThrow();
  }

  /** The rows of a lake on HDFS. */
  Map<String, List<String>> rowsOnHdfs(String lake, Path scratch) throws IOException {
    Path copy = scratch.resolve("copy-of-lake");
    delete(copy);
    hdfs.copyToLocalFile(new org.apache.hadoop.fs.Path(lake), hadoop(copy));
    VersionFiles.mirror(copy, DATASET);
    return SortedTables.of(copy, DATASET);
  }

  private void stop() {
    try {
      cluster.stop();
    } catch (IOException e) {
      System.err.println("The cluster of the tests did not stop: " + e.getMessage());
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
