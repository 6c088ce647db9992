package io.partita;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;

/**
 * An S3 store of a process of its own, S3Proxy, with one bucket. While it is open {@code s3a:}
 * paths of commands in this JVM lead to it.
 */
public final class S3Store implements AutoCloseable {
  private static final Path JARS =
      Path.of(System.getProperty("partita.home")).resolve("build/s3proxy/target/jars");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final String bucket;
  private final Map<String, String> settings;

  private S3Store(Process process, String bucket, Map<String, String> settings) {
    this.process = process;
    this.bucket = bucket;
    this.settings = settings;
  }

  /** Skips a test where the profile s3 was not built. */
  public static void require() {
    assumeTrue(Files.isDirectory(JARS), "the profile s3 fetches S3Proxy to " + JARS);
  }

  /**
   * @param folder for its files and its log
   */
  public static S3Store start(Path folder) throws IOException, InterruptedException {
    require();
    int port = freePort();
    String endpoint = "http://127.0.0.1:" + port;
    // Hadoop keeps a connection for a bucket's name as long as the JVM lives.
    String bucket = "music-" + port;
    Path buckets = Files.createDirectories(folder.resolve("buckets"));
    Files.createDirectory(buckets.resolve(bucket));
    Path file =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.endpoint=%s
            s3proxy.identity=local
            s3proxy.credential=secret
            jclouds.provider=filesystem-nio2
            jclouds.identity=none
            jclouds.credential=none
            jclouds.filesystem.basedir=%s
            """
                .formatted(endpoint, buckets));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:TieredStopAtLevel=1", "-DLOG_LEVEL=warn"));
    command.addAll(List.of("-cp", JARS + "/*", "org.gaul.s3proxy.Main"));
    command.addAll(List.of("--properties", file.toString()));
    Path log = folder.resolve("s3proxy.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    settings.put("fs.s3a.access.key", "local");
    settings.put("fs.s3a.secret.key", "secret");
    S3Store store = new S3Store(process, bucket, settings);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!answers(endpoint)) {
      assertThat(process.isAlive()).as("%s", log).isTrue();
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(100);
    }
    settings.forEach((name, value) -> System.setProperty("spark.hadoop." + name, value));
    return store;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(String endpoint) throws IOException {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(endpoint).toURL().openConnection();
      return connection.getResponseCode() > 0;
    } catch (java.net.ConnectException e) {
      return false;
    }
  }

  /** Where it listens, on this machine. */
  public int port() {
    return URI.create(settings.get("fs.s3a.endpoint")).getPort();
  }

  /** The address of an object, or of all that begins so. */
  public String path(String name) {
    return "s3a://" + bucket + "/" + name;
  }

  /** Hadoop's settings for it. */
  public Configuration conf() {
    Configuration conf = new Configuration();
    settings.forEach(conf::set);
    return conf;
  }

  public FileSystem files() throws IOException {
    return FileSystem.newInstance(URI.create(path("")), conf());
  }

  /** Puts a file of this machine there. */
  public String put(Path file) throws IOException {
    String to = path(file.getFileName().toString());
    try (FileSystem fs = files()) {
      fs.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(to));
    }
    return to;
  }

  /** Copies all that is below an address to a folder of this machine. */
  public Path fetch(String from, Path to) throws IOException {
    try (FileSystem fs = files()) {
      FileUtil.copy(fs, new org.apache.hadoop.fs.Path(from), to.toFile(), false, conf());
    }
    return to;
  }

  @Override
  public void close() throws InterruptedException {
    settings.keySet().forEach(name -> System.clearProperty("spark.hadoop." + name));
    process.destroy();
    process.waitFor();
  }
}
