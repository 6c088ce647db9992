package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.ChildPartita;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SortedTables;
import io.partita.cli.Partita;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster mode of YARN: drivers and executors in containers of a real NodeManager. */
@Tag("cluster")
@Tag("full")
class YarnTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home"));
  private static final Path SPARK = HOME.resolve(".spark");

  /** What Spark's home lacks: see the profile full. */
  private static final Path JARS = HOME.resolve("pipeline-jobs/target/yarn");

  private static final String CLIENT = JARS + "/client/*";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DATASET = "songs";

  @TempDir private static Path folder;
  private static final List<Daemon> daemons = new ArrayList<>();
  private static String page;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Files.isDirectory(JARS), "the profile full fetches YARN's jars to " + JARS);
    List<Integer> ports = ClusterPlan.freePorts(8, List.of());
    page = "http://127.0.0.1:" + ports.get(4) + "/ws/v1/cluster/";
    write("core-site.xml", Map.of());
    write("yarn-site.xml", settings(ports));
    write(
        "capacity-scheduler.xml",
        Map.of(
            "yarn.scheduler.capacity.root.queues", "default",
            "yarn.scheduler.capacity.root.default.capacity", "100",
            "yarn.scheduler.capacity.maximum-am-resource-percent", "1"));
    for (String part : List.of("resourcemanager.ResourceManager", "nodemanager.NodeManager")) {
      List<String> command =
          java(
              "384m",
              SPARK + "/hdfs/*:" + JARS + "/daemons/*",
              "org.apache.hadoop.yarn.server." + part);
      daemons.add(new Daemon(part, page, folder, command, Map.of(), () -> true));
      daemons.get(daemons.size() - 1).start();
    }
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!hasNode()) {
      assertThat(Instant.now()).as("logs: %s", daemons.get(1).endOfLog()).isBefore(deadline);
      Thread.sleep(500);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    for (Daemon daemon : daemons) {
      daemon.stop();
    }
  }

  @Test
  void anIngestIsPublishedByOneAttemptThatSucceeds() throws Exception {
    Path here = folder.resolve("here");
    PartitaRun.of(ingest(Sample.get().archive(), here)).exits(0);
    Path lake = folder.resolve("lake");

    submit(List.of(), ingest(Sample.get().archive(), lake)).exits(0);

    assertThat(SortedTables.of(lake, DATASET)).isEqualTo(SortedTables.of(here, DATASET));
    assertThat(lake.resolve("_partita/songs/runs")).isDirectoryContaining("glob:**.json");
    // As if it had failed, YARN would have begun a second one.
    try (Stream<Path> logs = Files.walk(folder.resolve("logs"))) {
      assertThat(logs.map(path -> path.getFileName().toString()))
          .anyMatch(name -> name.matches("container_.*_01_000001"))
          .noneMatch(name -> name.matches("container_.*_02_.*"));
    }
  }

  @Test
  void aMistakeFailsTheApplication() throws Exception {
    submit(
            List.of("spark.yarn.maxAppAttempts=1"),
            ingest(folder.resolve("none.zip"), folder.resolve("other")))
        .exits(1);

    assertThat(folder.resolve("other")).doesNotExist();
  }

  private static Object[] ingest(Path input, Path lake) {
    return new Object[] {"ingest", "midi", "--input", input, "--lake", lake, "--dataset", DATASET};
  }

  private static PartitaRun submit(List<String> more, Object... args) throws Exception {
    List<String> words = java("512m", CLIENT, "org.apache.spark.deploy.SparkSubmit");
    words.addAll(List.of("--master", "yarn", "--deploy-mode", "cluster"));
    words.addAll(List.of("--driver-memory", "1g", "--executor-memory", "1g"));
    words.addAll(List.of("--num-executors", "1", "--class", Partita.class.getName()));
    String jars = "local:" + SPARK + "/jars/*,local:" + CLIENT;
    List<String> settings = new ArrayList<>(more);
    settings.add("spark.yarn.jars=" + jars);
    settings.add("spark.yarn.stagingDir=" + folder.resolve("staging").toUri());
    for (String setting : settings) {
      words.addAll(List.of("--conf", setting));
    }
    words.add(HOME.resolve("pipeline-jobs/target/partita.jar").toString());
    Stream.of(args).map(String::valueOf).forEach(words::add);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|HADOOP|YARN)_.*"));
    builder.environment().put("SPARK_CONF_DIR", SPARK.resolve("conf").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("HADOOP_CONF_DIR", folder.toString());
    Path logs = Files.createTempDirectory(folder, "submission");
    return ChildPartita.start(logs, builder).end(PATIENCE);
  }

  /**
   * @param more class path beside Spark's
   */
  private static List<String> java(String heap, String more, String mainClass) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@" + SPARK.resolve("conf/java17.options"));
    words.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String classPath = folder + ":" + SPARK + "/conf:" + SPARK + "/jars/*:" + more;
    words.addAll(List.of("-cp", classPath, mainClass));
    return words;
  }

  private static boolean hasNode() {
    try {
      return answer("nodes").at("/nodes/0/state").asText().equals("RUNNING");
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode answer(String path) throws IOException {
    URLConnection connection = URI.create(page + path).toURL().openConnection();
    connection.setRequestProperty("Accept", "application/json");
    try (InputStream in = connection.getInputStream()) {
      return Json.MAPPER.readTree(in);
    }
  }

  private static Map<String, String> settings(List<Integer> ports) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> addresses =
        List.of(
            "resourcemanager.address",
            "resourcemanager.scheduler.address",
            "resourcemanager.resource-tracker.address",
            "resourcemanager.admin.address",
            "resourcemanager.webapp.address",
            "nodemanager.address",
            "nodemanager.localizer.address",
            "nodemanager.webapp.address");
    for (int i = 0; i < addresses.size(); i++) {
      settings.put("yarn." + addresses.get(i), "127.0.0.1:" + ports.get(i));
    }
    settings.put("yarn.nodemanager.local-dirs", folder.resolve("local").toString());
    settings.put("yarn.nodemanager.log-dirs", folder.resolve("logs").toString());
    settings.put("yarn.nodemanager.resource.memory-mb", "6144");
    settings.put("yarn.nodemanager.resource.cpu-vcores", "4");
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    settings.put("yarn.scheduler.minimum-allocation-mb", "256");
    // A disk of a test machine may be nearly full.
    settings.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    return settings;
  }

  private static void write(String file, Map<String, String> settings) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    settings.forEach(
        (name, value) ->
            xml.append(
                "<property><name>%s</name><value>%s</value></property>%n".formatted(name, value)));
    Files.writeString(folder.resolve(file), xml.append("</configuration>\n"));
  }
}
