package io.partita.launcher;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher script calls, with which arguments and settings, and what it refuses. */
@Tag("e2e")
class LauncherTest extends LauncherFixture {
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
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .is(naming("PARTITA_MEMORY", memory, "512m"));
    assertThat(checkout.resolve("builds")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"512m", "1G", "4g", "600000k"})
  void aHeapThatIsLargeEnoughIsJavas(String memory) throws Exception {
    assertThat(run(Map.of("PARTITA_MEMORY", memory), "stats").out()).contains("-Xmx" + memory);
  }

  @Test
  void aHeapIsThatOfTheDriverThatSparkSubmitStarts() throws Exception {
    Run run = run(Map.of("PARTITA_MEMORY", "5g"), "stats", "--master", "local[2]");

    assertThat(run.out()).containsSubsequence("spark-submit", "--driver-memory", "5g");
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
            "model evaluate --device cuda --master spark://h:7077")) {
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
  void theDecoderIsOnTheClassPathAndGoesToEveryWorker() throws Exception {
    write(".spark/decoder/partita-decoder.jar", "");
    String decoder = checkout.toRealPath().resolve(".spark/decoder/partita-decoder.jar").toString();

    List<String> local = run(Map.of(), "stats").out();
    assertThat(local.get(local.indexOf("-cp") + 1)).endsWith(":" + decoder);
    assertThat(run(Map.of(), "stats", "--master", "local").out())
        .containsSequence("--jars", decoder);
    write(".spark/hosts/pytorch/host.jar", "");
    assertThat(run(Map.of(), "stats", "--master", "local").out())
        .containsSequence(
            "--jars",
            decoder + "," + checkout.toRealPath().resolve(".spark/hosts/pytorch/host.jar"));
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
  void whatEndsBeforeSparkWouldHaveStartedHasAClassPathOfItsOwn() throws Exception {
    run(Map.of(), "stats");
    for (String jar : List.of("jars/spark.jar", "jars/jackson-core-2.1.jar", "duckdb/d-1/d.jar")) {
      write(".spark/" + jar, "");
    }
    write(".spark/all.jar", "");
    Path lake = Files.createDirectories(folder.resolve("my lake/_partita")).getParent();
    String home = checkout.toRealPath().toString();
    String own =
        home
            + "/pipeline-jobs/target/partita.jar:%1$s/duckdb/d-1/d.jar:%1$s/jars/jackson-core-2.1.jar"
                .formatted(home + "/.spark");
    String[] query = {"sql", "--engine", "duckdb", "--lake", lake.toString(), "SELECT 1"};
    String[] sameQuery = {"sql", "--engine=DuckDB", "--lake", "l", "SELECT 1"};
    String[] tables = {"tables", "--lake", lake.toString()};

    for (String[] line : List.of(query, sameQuery, tables)) {
      List<String> words = run(Map.of(), line).out();
      assertThat(words).contains("-XX:TieredStopAtLevel=1");
      assertThat(words.get(words.indexOf("-cp") + 1))
          .isEqualTo(own + ":" + home + "/.spark/all.jar");
    }
    List<String> words = run(Map.of(), "--help").out();
    assertThat(words.get(words.indexOf("-cp") + 1)).isEqualTo(own);

    for (String line :
        List.of(
            "sql --lake duckdb --engine spark q",
            "sql --lake l --engine duckdb --help",
            "sql --lake l duckdb",
            "stats --engine duckdb",
            "stats --help",
            "tables --lake hdfs://h/l")) {
      words = run(Map.of(), line.split(" ", -1)).out();
      assertThat(words.get(words.indexOf("-cp") + 1)).as(line).contains("spark.jar");
    }
    words = run(Map.of("HADOOP_CONF_DIR", "/h"), tables).out();
    assertThat(words.get(words.indexOf("-cp") + 1)).contains("spark.jar").endsWith(":/h");
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
    assertThat(wrong.err()).is(naming("SPARK_HOME", "/nowhere", "bin/spark-submit"));
  }

  @Test
  void aMasterWithoutAValueIsAMistake() throws Exception {
    Run run = run(Map.of(), "stats", "--master");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().startsWith("--master ");
  }

  @Test
  void anotherJavaIsAMistake() throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");

    Run run = run(Map.of(), "stats");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .is(naming("JAVA_HOME", jdk, "25.0.3", 17));
    assertThat(checkout.resolve("builds")).doesNotExist();
  }
}
