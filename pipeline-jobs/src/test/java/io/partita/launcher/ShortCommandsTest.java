package io.partita.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the checkout, on the jar that was just packaged. */
@Tag("e2e")
class ShortCommandsTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home")).toAbsolutePath();

  @TempDir private Path folder;

  /** An empty archive would say that none can be made, and starts would take twice as long. */
  @Test
  void theClassesOfCommandsThatEndAtOnceAreArchived() throws Exception {
    Path archives = Files.createDirectories(HOME.resolve(".spark/archives"));

    // A run that finds another at an archive, as those of other tests may be, goes on without one.
    int runs = 0;
    do {
      new ProcessBuilder("flock", archives.resolve("lock").toString(), "true").start().waitFor();
      run("", "tables", "--lake", lake());
    } while (++runs < 5 && ofShort(archives).isEmpty());

    assertThat(ofShort(archives))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    Path loaded = folder.resolve("loaded");
    run("-Xlog:class+load:file=" + loaded, "tables", "--lake", lake());
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.contains(" picocli.CommandLine source: "))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  /** It would be written to the disk, and stay there where a query is killed. */
  @Test
  void aQueryUnpacksNoLibrary() throws Exception {
    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));

    List<String> answer =
        run(
            "-Djava.io.tmpdir=" + unpacked,
            "sql",
            "--engine",
            "duckdb",
            "--lake",
            lake(),
            "--format",
            "csv",
            "SELECT 6 * 7 AS answer");

    assertThat(answer).contains("answer", "42");
    assertThat(unpacked).isEmptyDirectory();
    try (Stream<Path> library = Files.walk(HOME.resolve(".spark/duckdb"))) {
      assertThat(library).anyMatch(file -> file.toString().contains("libduckdb_java"));
    }
  }

  /** DuckDB first looks for its library in all jars, where it is in none. */
  @Test
  void thoseJarsAreOpenedThatMayHaveWhatIsLookedFor() throws Exception {
    URL all = HOME.resolve(".spark/all.jar").toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {all}, null)) {
      assertThat(loader.getResource("libduckdb_java.so_linux_amd64")).isNull();
      assertThat(loader.getResource("org/apache/zookeeper/none")).isNull();
      assertThat(loader.getResource("org/apache/zookeeper/ZooKeeper.class")).isNotNull();

      assertThat(opened())
          .isNotEmpty()
          .allSatisfy(jar -> assertThat(jar).startsWith("zookeeper"))
          .hasSizeLessThan(3);
    }
  }

  /** Jars of the Spark home that this process holds open. */
  private static Set<String> opened() throws IOException {
    Path jars = HOME.resolve(".spark/jars");
    Set<String> opened = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        Path open = Path.of(file.toFile().getCanonicalPath());
        if (open.startsWith(jars)) {
          opened.add(open.getFileName().toString());
        }
      }
    }
    return opened;
  }

  private String lake() throws IOException {
    Path versions = Files.createDirectories(folder.resolve("lake/_partita/a/versions"));
    Files.writeString(
        versions.resolve("00000001.json"), "{\"format\": 1, \"attempt\": \"one\", \"tables\": {}}");
    return folder.resolve("lake").toString();
  }

  /** What it prints, line by line. */
  private List<String> run(String javaOptions, String... words) throws Exception {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>(List.of(HOME.resolve("partita").toString()));
    command.addAll(List.of(words));
    ProcessBuilder launcher =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    launcher.environment().keySet().removeIf(name -> name.matches(".*JAVA.*OPTIONS"));
    launcher.environment().put("PARTITA_JAVA_OPTS", javaOptions);
    assertThat(launcher.start().waitFor()).as(Files.readString(log)).isZero();
    return Files.readAllLines(log);
  }

  private static List<Path> ofShort(Path folder) throws IOException {
    try (Stream<Path> archives = Files.list(folder)) {
      return archives.filter(file -> file.getFileName().toString().startsWith("short-")).toList();
    }
  }
}
