package io.partita;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher script, in a checkout whose Maven, Java and spark-submit only write down how they
 * were called.
 */
class LauncherTest {
  private static final String WRITE_DOWN = "printf '%s\\n' \"$(basename \"$0\")\" \"$@\"\n";

  /** A Java that writes the archive of classes that it is asked for. */
  private static final String MAKES_ARCHIVES =
      """
      for word; do
        case $word in
          -XX:ArchiveClassesAtExit=*)
            echo archive >>"$(dirname "$0")/../../a checkout/archives"
            printf classes >"${word#*=}"
            ;;
        esac
      done
      """;

  private record Run(int exitCode, List<String> out, String err) {}

  @TempDir private Path folder;
  private Path checkout;
  private Path jdk;

  @BeforeEach
  void layOut() throws IOException {
    checkout = folder.resolve("a checkout");
    jdk = folder.resolve("jdk 17");
    Path home = Path.of(System.getProperty("partita.home"));
    for (String file : List.of("partita", "spark-home/src/main/home/bin/java17.sh")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(home.resolve(file), checkout.resolve(file));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    write("pipeline-jobs/pom.xml", "<project/>");
    write("pipeline-jobs/src/main/java/Job.java", "class Job {}");
    script(
        checkout.resolve("mvnw"),
        """
        cd "$(dirname "$0")"
        echo build >>builds
        echo '[INFO] Building Partita: Spark home 0.1.0   [2/5]'
        mkdir -p pipeline-jobs/target .spark/bin .spark/conf
        touch pipeline-jobs/target/partita.jar .spark/RELEASE
        printf -- '-Done=1\\n-Dtwo=2\\n' >.spark/conf/java17.options
        cp submit .spark/bin/spark-submit
        """);
    script(checkout.resolve("submit"), WRITE_DOWN);
    script(jdk.resolve("bin/java"), WRITE_DOWN + "exit ${JAVA_EXIT:-0}\n");
    script(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
  }

  @Test
  void buildsOnTheFirstRunAndSaysSoOnStderrOnly() throws Exception {
    Run first = run(Map.of(), "stats");
    assertThat(first.err()).contains("Building Partita (first run", "[2/5] Spark home", "Built in");
    assertThat(first.out()).startsWith("java").endsWith("io.partita.cli.Partita", "stats");

    Run second = run(Map.of(), "stats");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhereASourceIsNewerThanTheJar() throws Exception {
    run(Map.of(), "stats");
    Files.setLastModifiedTime(
        checkout.resolve("pipeline-jobs/target/partita.jar"), FileTime.fromMillis(0));

    assertThat(run(Map.of(), "stats").err()).contains("because its sources have changed");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process one = start(Map.of(), checkout.resolve("partita"), "one", "stats");
    Process other = start(Map.of(), checkout.resolve("partita"), "other", "stats");

    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsNamesItsLog() throws Exception {
    script(checkout.resolve("mvnw"), "echo '[ERROR] No such class'; exit 1\n");

    Run run = run(Map.of(), "stats");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] No such class", "Partita could not be built", "partita-build.log");
  }

  @Test
  void passesArgumentsAndTheExitCodeThrough() throws Exception {
    Run run = run(Map.of("JAVA_EXIT", "3", "PARTITA_MEMORY", "5g"), "sql", "a  b", "*", "");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("-Xmx5g").endsWith("sql", "a  b", "*", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "4", "10M", "0g", "-1g", "511m", "400000k", "4 g", "4gb", "1.5g"})
  void aHeapThatIsNoneOrTooSmallIsAMistakeBeforeAnythingIsBuilt(String memory) throws Exception {
    Run run = run(Map.of("PARTITA_MEMORY", memory), "stats");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "PARTITA_MEMORY is "
                + memory
                + ". Give a heap of at least 512m, with its unit m or g, as PARTITA_MEMORY=4g.\n");
    assertThat(checkout.resolve("builds")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"512m", "1G", "4g", "600000k"})
  void aHeapThatIsLargeEnoughIsJavas(String memory) throws Exception {
    assertThat(run(Map.of("PARTITA_MEMORY", memory), "stats").out()).contains("-Xmx" + memory);
  }

  @Test
  void aMasterAnywhereGoesThroughSparkSubmitAndNotToTheApplication() throws Exception {
    Run run = run(Map.of("PARTITA_SPARK_OPTS", "--conf a=b"), "stats", "--master", "local[2]", "x");
    String jar = checkout.toRealPath().resolve("pipeline-jobs/target/partita.jar").toString();
    assertThat(run.out())
        .containsExactly(
            "spark-submit",
            "--class",
            "io.partita.cli.Partita",
            "--master",
            "local[2]",
            "--conf",
            "a=b",
            jar,
            "stats",
            "x");
  }

  @Test
  void trainingOnGpusGivesEachExecutorAndItsOnlyTaskOne() throws Exception {
    Run run =
        run(
            Map.of("PARTITA_SPARK_OPTS", "--conf spark.task.cpus=4"),
            "train-lstm",
            "--master=spark://h:7077",
            "--device",
            "CUDA");
    String home = checkout.toRealPath().toString();
    assertThat(run.out())
        .containsExactly(
            "spark-submit",
            "--class",
            "io.partita.cli.Partita",
            "--master",
            "spark://h:7077",
            "--conf",
            "spark.executor.resource.gpu.amount=1",
            "--conf",
            "spark.task.resource.gpu.amount=1",
            "--conf",
            "spark.executor.resource.gpu.discoveryScript=" + home + "/.spark/bin/find-gpus",
            "--conf",
            "spark.task.cpus=4",
            home + "/pipeline-jobs/target/partita.jar",
            "train-lstm",
            "--device",
            "CUDA");
    assertThat(run(Map.of(), "train-vae", "--device=cuda", "--master", "yarn").out())
        .contains("spark.executor.resource.gpu.amount=1");
  }

  @Test
  void whoDoesNotTrainOnAClustersGpusAsksForNone() throws Exception {
    for (String command :
        List.of(
            "train-lstm --device cuda",
            "train-lstm --device cuda --master local[2]",
            "train-lstm --device cuda --master local",
            "train-lstm --device cpu --master spark://h:7077",
            "train-lstm --device auto --master spark://h:7077",
            "evaluate --device cuda --master spark://h:7077")) {
      assertThat(run(Map.of(), command.split(" ", -1)).out())
          .as(command)
          .noneMatch(word -> word.contains("resource.gpu"));
    }
  }

  @Test
  void threadsOfNativeCodeWaitWithoutSpinningUnlessTheUserSaysOtherwise() throws Exception {
    script(jdk.resolve("bin/java"), "echo $OMP_WAIT_POLICY\n");

    assertThat(run(Map.of(), "train-lstm").out()).containsExactly("PASSIVE");
    assertThat(run(Map.of("OMP_WAIT_POLICY", "ACTIVE"), "train-lstm").out())
        .containsExactly("ACTIVE");
  }

  @Test
  void whatJavaKeepsInAHomeFolderIsInTheCheckoutOrInAFolderOfTheUsersChoice() throws Exception {
    Path own = folder.resolve("my cache");
    script(checkout.resolve("submit"), "echo $SPARK_SUBMIT_OPTS\n");

    assertThat(run(Map.of(), "stats").out())
        .contains("-Duser.home=" + checkout.toRealPath().resolve(".spark/cache"));
    assertThat(run(Map.of("PARTITA_CACHE", own.toString()), "stats").out())
        .contains("-Duser.home=" + own);
    assertThat(run(Map.of("PARTITA_CACHE", "my cache"), "stats").out())
        .contains("-Duser.home=" + own.toAbsolutePath());
    Map<String, String> environment =
        Map.of("PARTITA_CACHE", own.toString(), "SPARK_SUBMIT_OPTS", "-Dx=1");
    assertThat(run(environment, "stats", "--master", "local").out())
        .containsExactly("\"-Dorg.bytedeco.javacpp.cachedir=" + own + "/.javacpp/cache\" -Dx=1");
  }

  @Test
  void theClassPathIsInTheSameOrderAnywhereAndEndsWithTheUsersFolders() throws Exception {
    run(Map.of(), "stats");
    for (String jar : List.of("b.jar", "a.jar", "A.jar")) {
      write(".spark/jars/" + jar, "");
    }
    String home = checkout.toRealPath().toString();

    List<String> words =
        run(Map.of("LC_ALL", "C.UTF-8", "SPARK_CONF_DIR", "/s", "HADOOP_CONF_DIR", "/h"), "x")
            .out();
    assertThat(words.get(words.indexOf("-cp") + 1))
        .isEqualTo(
            home
                + "/pipeline-jobs/target/partita.jar:%1$s/A.jar:%1$s/a.jar:%1$s/b.jar:/s:/h"
                    .formatted(home + "/.spark/jars"));
  }

  @Test
  void anArchiveOfClassesIsMadeOnceForEachJar() throws Exception {
    script(jdk.resolve("bin/java"), MAKES_ARCHIVES + WRITE_DOWN);

    Run first = run(Map.of(), "stats");
    assertThat(first.err()).doesNotContain("Preparing");
    assertThat(first.out()).noneMatch(word -> word.contains("ArchiveClassesAtExit"));
    String option = archive(first).orElseThrow();
    assertThat(archive(run(Map.of(), "stats"))).contains(option);
    assertThat(lines("archives")).hasSize(1);
    assertThat(Path.of(option.substring(option.indexOf('=') + 1)))
        .hasParent(checkout.toRealPath().resolve(".spark/archives"))
        .hasContent("classes");

    Files.writeString(checkout.resolve("pipeline-jobs/target/partita.jar"), "another");
    assertThat(archive(run(Map.of(), "stats"))).isPresent().get().isNotEqualTo(option);
    assertThat(lines("archives")).hasSize(2);
    assertThat(checkout.resolve(".spark/archives"))
        .isDirectoryNotContaining("glob:**/part.*")
        .satisfies(archives -> assertThat(archives.toFile().list()).hasSize(2));
  }

  @Test
  void anArchiveThatCannotBeMadeIsDoneWithoutAndNotTriedAgain() throws Exception {
    script(
        jdk.resolve("bin/java"),
        MAKES_ARCHIVES + "if [[ $* == *Xshare:on* ]]; then exit 1; fi\n" + WRITE_DOWN);

    for (int i = 0; i < 2; i++) {
      Run run = run(Map.of(), "stats");
      assertThat(run.exitCode()).isZero();
      assertThat(archive(run)).isEmpty();
    }
    assertThat(lines("archives")).hasSize(1);
  }

  @Test
  void whereNothingMayBeWrittenJavaStartsWithoutAnArchive() throws Exception {
    script(jdk.resolve("bin/java"), MAKES_ARCHIVES + WRITE_DOWN);
    run(Map.of(), "stats");
    FileUtils.deleteDirectory(checkout.resolve(".spark/archives").toFile());
    write(".spark/archives", "in the way");

    Run run = run(Map.of(), "stats");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(archive(run)).isEmpty();
  }

  @Test
  void shortCommandsAreNotCompiledTwice() throws Exception {
    String option = "-XX:TieredStopAtLevel=1";

    for (String line : List.of("--help", "help stats", "tables --lake l", "stats --help")) {
      assertThat(run(Map.of(), line.split(" ", -1)).out()).as(line).contains(option);
    }
    assertThat(run(Map.of()).out()).contains(option);
    for (String line : List.of("stats --lake tables", "sql --lake help")) {
      assertThat(run(Map.of(), line.split(" ", -1)).out()).as(line).doesNotContain(option);
    }
  }

  @Test
  void aDriverOnTheClusterGetsTheJdkOpened() throws Exception {
    Run run = run(Map.of("PARTITA_JAVA_OPTS", "-Dx=1"), "--deploy-mode=cluster", "stats");
    assertThat(run.out())
        .containsSequence(
            "--deploy-mode", "cluster", "--driver-java-options", "-Done=1 -Dtwo=2 -Dx=1");
  }

  @Test
  void aSparkHomeOfTheUsersOwnIsUsed() throws Exception {
    Path own = folder.resolve("own spark");
    script(own.resolve("bin/spark-submit"), "echo own; " + WRITE_DOWN);
    assertThat(run(Map.of("SPARK_HOME", own.toString()), "stats").out())
        .startsWith("own")
        .endsWith("stats");

    Run wrong = run(Map.of("SPARK_HOME", "/nowhere"), "stats");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("SPARK_HOME is /nowhere, and there is no bin/spark-submit");
  }

  @Test
  void aMasterWithoutAValueIsAMistake() throws Exception {
    Run run = run(Map.of(), "stats", "--master");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "--master needs a value, as --master spark://host:7077 or --deploy-mode cluster.\n");
  }

  @Test
  void anotherJavaIsAMistake() throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");

    Run run = run(Map.of(), "stats");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "JAVA_HOME is %s: Java 25.0.3. Partita runs on Java 17 only, as Spark 3.5 does. "
                    .formatted(jdk)
                + "Install a JDK 17 or set JAVA_HOME to one.\n");
    assertThat(checkout.resolve("builds")).doesNotExist();
  }

  @Test
  void aSymbolicLinkLeadsToTheCheckout() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("partita"));

    assertThat(start(Map.of(), link, "linked", "stats").waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  private int builds() throws IOException {
    return lines("builds").size();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(checkout.resolve(file));
  }

  private static Optional<String> archive(Run run) {
    return run.out().stream().filter(word -> word.startsWith("-XX:SharedArchiveFile=")).findAny();
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    int exitCode = start(environment, checkout.resolve("partita"), "run", arguments).waitFor();
    return new Run(
        exitCode,
        Files.readAllLines(folder.resolve("run.out")),
        Files.readString(folder.resolve("run.err")));
  }

  private Process start(
      Map<String, String> environment, Path launcher, String name, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(v -> v.startsWith("SPARK_") || v.startsWith("PARTITA_") || v.startsWith("OMP_"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(folder.resolve(name + ".out").toFile())
        .redirectError(folder.resolve(name + ".err").toFile())
        .start();
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(checkout.resolve(file).getParent());
    Files.writeString(checkout.resolve(file), text);
  }

  private static void script(Path path, String body) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/usr/bin/env bash\nset -euo pipefail\n" + body);
    Files.setPosixFilePermissions(path, fromString("rwxr-xr-x"));
  }
}
