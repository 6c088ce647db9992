package io.partita.cli;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.ChildPartita;
import io.partita.DrumSample;
import io.partita.FailingFileSystem;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of failures in docs/operations.md, by the command that meets with it. */
@Tag("e2e")
class FailuresTest {
  private static final Sample SAMPLE = Sample.get();

  @TempDir private Path folder;

  /** The row's first words, the exit code, a pattern for the line, and the command. */
  static Stream<Arguments> rows() {
    Path lake = SAMPLE.lake();
    return Stream.of(
        row(
            "a file system without a client",
            2,
            abfs(),
            "tables",
            "--lake",
            "abfs://c@bucket/lake"),
        row(
            "a file system without a client",
            2,
            abfs(),
            "sql",
            "--lake",
            "abfs://c@b/l",
            "SELECT 1"),
        row(
            "a file system without a client",
            2,
            abfs(),
            "encode",
            "--model",
            "abfs://c@b/m",
            "--lake",
            lake),
        row("a file system without a client", 2, abfs(), "inspect", "abfs://c@b/x.mid"),
        row(
            "a file system without a client",
            2,
            "missing_tool foo GROUP:NAME:VERSION",
            "tables",
            "--lake",
            "foo://bucket/lake"),
        row("a place where no folder can be made", 2, "no_access /proc/lake", ingest("/proc/lake")),
        row(
            "a mistake in a query",
            2,
            "bad_query PARSE_SYNTAX_ERROR",
            "sql",
            "--lake",
            lake,
            "SELEC 1"),
        row(
            "a mistake in a query",
            2,
            "bad_query TABLE_OR_VIEW_NOT_FOUND",
            "sql",
            "--lake",
            lake,
            "SELECT * FROM nothing"),
        row(
            "HDFS cannot be reached",
            1,
            "Failed localhost:1 Connection refused",
            "tables",
            "--lake",
            "hdfs://127.0.0.1:1/lake"),
        row(
            "a host that nobody knows",
            1,
            "Failed nowhere.invalid",
            "tables",
            "--lake",
            "hdfs://nowhere.invalid/lake"));
  }

  private static String abfs() {
    return "missing_tool abfs --packages org.apache.hadoop:hadoop-azure:3";
  }

  /**
   * @param named in the only line, behind the code of a mistake
   */
  private static Arguments row(String name, int exitCode, String named, Object... command) {
    return Arguments.of(name, exitCode, named, command);
  }

  private static Object[] ingest(Object lake) {
    return new Object[] {
      "ingest-midi", "--input", SAMPLE.archive(), "--lake", lake, "--dataset", "d"
    };
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("rows")
  void isOneLineAndItsExitCode(String name, int exitCode, String named, Object[] command)
      throws IOException {
    PartitaRun run = PartitaRun.of(command).exits(exitCode);

    assertThat(run.out()).isEmpty();
    if (exitCode == 2) {
      run.mistake(named);
    } else {
      assertEach(run.errLines(), naming((Object[]) named.split(" ", -1)));
    }
    assertThat(documented()).contains("| " + name + " |");
  }

  @Test
  void aDamagedModelIsTheUsersToMend() throws IOException {
    Path model = folder.resolve("model");
    SharedFolders.copy(DrumSample.get().model(), model);
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".zip")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    PartitaRun.of("generate", "--model", model, "--out", folder.resolve("o"))
        .mistake(Mistake.DAMAGED_MODEL)
        .names(model);
  }

  @Test
  void aBugHasAStackTraceAndTheInput() throws IOException {
    Path input = Files.createDirectory(folder.resolve("midi"));
    SharedFolders.copyFile(NoteSample.get().midi(0), input.resolve("line.mid"));
    PartitaRun run =
        FailingFileSystem.run(
                () -> new ArithmeticException("/ by zero"),
                "ingest-midi",
                "--input",
                FailingFileSystem.of(input),
                "--lake",
                folder.resolve("lake"))
            .exits(1);

    assertThat(run.err())
        .is(naming("midi/line.mid", "java.lang.ArithmeticException", "/ by zero"))
        .contains("\tat ");
  }

  @InTurn
  @Test
  void theSignalOfASchedulerIsOneLineAndItsExitCode() throws Exception {
    assertSignalIsOneLine("TERM", 143);
  }

  @Tag("full")
  @Test
  void theSignalOfAKeyboardIsOneLineAndItsExitCode() throws Exception {
    assertSignalIsOneLine("INT", 130);
  }

  private void assertSignalIsOneLine(String signal, int exitCode) throws Exception {
    try (ChildPartita child = ChildPartita.start(folder, local(), ingest(folder.resolve("lake")))) {
      child.await(child::isAtWork);
      child.signal(signal);

      assertThat(child.end().exits(exitCode).errLines())
          .filteredOn(line -> !line.endsWith("…"))
          .singleElement()
          .asString()
          .is(naming("SIG" + signal, "--resume"));
    }
  }

  @InTurn
  @Test
  void aFullHeapIsOneLine() throws Exception {
    String query = "SELECT length(repeat('x', CAST(id AS INT))) FROM range(600000000, 600000001)";
    try (ChildPartita child =
        ChildPartita.startWith("480m", folder, local(), "sql", "--lake", SAMPLE.lake(), query)) {
      assertThat(child.end().exits(1).errLines())
          .singleElement()
          .asString()
          .is(naming("480 MiB", "PARTITA_MEMORY"));
    }
  }

  @Test
  void aHeapTooSmallForSparkIsOneLine() throws Exception {
    try (ChildPartita child =
        ChildPartita.startWith(
            "100m", folder, local(), "sql", "--lake", SAMPLE.lake(), "SELECT 1")) {
      assertThat(child.end().exits(1).errLines())
          .singleElement()
          .asString()
          .is(naming("100 MiB", "PARTITA_MEMORY", "450 MiB"));
    }
  }

  @Test
  void tooFewOpenFilesAreOneLineAtTheStart() throws Exception {
    assertThat(limited("ulimit -n 256", "tables", "--lake", SAMPLE.lake()).errLines())
        .singleElement()
        .asString()
        .is(naming(256, "ulimit -n " + MachineLimit.OPEN_FILES));
  }

  /** A file that must not grow stands for a disk that is full: both end a write half-way. */
  @InTurn
  @Test
  void aFullDiskIsOneLine() throws Exception {
    assertThat(limited("ulimit -f 100", ingest(folder.resolve("lake"))).errLines())
        .filteredOn(line -> !line.endsWith("…"))
        .singleElement()
        .asString()
        .as("what the machine says")
        .is(naming("Failed", "File too large"));
  }

  @Tag("full")
  @Test
  void aMachineWhoseNameHasNoAddressWritesALake() throws Exception {
    List<String> renamed = List.of("unshare", "--map-root-user", "--uts", "bash", "-ec");
    assumeTrue(isPossible(renamed), "unshare cannot give a process a host name of its own");

    PartitaRun run =
        within(
            renamed,
            "hostname nowhere.invalid; export SPARK_LOCAL_IP=127.0.0.1",
            ingest(folder.resolve("lake")));

    run.exits(0);
    assertThat(folder.resolve("lake/midi_files")).isDirectory();
  }

  private static boolean isPossible(List<String> renamed) throws InterruptedException {
    try {
      List<String> command = new ArrayList<>(renamed);
      command.add("hostname nowhere.invalid");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private PartitaRun limited(String limit, Object... command) throws Exception {
    return within(List.of("bash", "-c"), limit, command).exits(1);
  }

  /** Runs the program at the end of a line of a shell. */
  private PartitaRun within(List<String> shell, String line, Object... command) throws Exception {
    List<String> java = new ArrayList<>(shell);
    java.addAll(List.of(line + "; exec \"$@\"", "limited"));
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-") || option.startsWith("-Djdk."))
        .forEach(java::add);
    java.addAll(
        List.of(
            "-Xmx1g", "-XX:-UsePerfData", "-Dspark.master=local[1]", "-Dspark.ui.enabled=false"));
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Partita.class.getName()));
    Stream.of(command).map(String::valueOf).forEach(java::add);
    try (ChildPartita child = ChildPartita.start(folder, new ProcessBuilder(java))) {
      return child.end();
    }
  }

  private static List<String> local() {
    return List.of("spark.master=local[1]", "spark.ui.enabled=false");
  }

  private static String documented() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("partita.home", "..")).resolve("docs/operations.md"));
  }
}
