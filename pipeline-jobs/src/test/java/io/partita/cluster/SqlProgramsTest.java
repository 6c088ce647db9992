package io.partita.cluster;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.lake.table.LakeTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the Spark home over a lake: spark-sql, and beeline at the server. */
@InTurn
class SqlProgramsTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home"));

  @TempDir private Path folder;
  private final Path lake = Sample.get().lake();

  @Tag("full")
  @Test
  void sparkSqlKnowsTheLakeAndLeavesNothingBehind() throws Exception {
    PartitaRun run =
        program(
            List.of(".spark/bin/spark-sql"),
            "--lake",
            lake,
            "-e",
            "SELECT note_name(60), count(*) > 0 FROM notes; SHOW TABLES");

    assertThat(run.exits(0).outLines())
        .hasSize(1 + LakeTable.values().length)
        .contains("C4\ttrue", "midi_files");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void sparkSqlSaysInOneLineWhatItLacks() throws Exception {
    PartitaRun run =
        program(
            List.of("env", "PARTITA_JAR=/none.jar", HOME + "/.spark/bin/spark-sql"),
            "--lake",
            lake);

    assertThat(run.mistake()).is(naming("/none.jar", "PARTITA_JAR"));
  }

  @Test
  void theServerAnswersBeelineAndRefusesWhatIsNotOfTheLake() throws Exception {
    int port = ClusterPlan.freePorts(1, List.of()).get(0);
    Path work = Files.createDirectories(folder.resolve("server"));
    ProcessBuilder server = new ProcessBuilder(serverCommand(port)).directory(work.toFile());
    server.environment().put("SECRET", "hidden from clients");
    try (ChildPartita serving =
        ChildPartita.start(Files.createDirectories(folder.resolve("logs")), server)) {
      Path said = folder.resolve("logs/child.err");
      serving.await(() -> contains(said, "Listening on jdbc:hive2://127.0.0.1:" + port));
      Path script = folder.resolve("beeline.sql");
      Files.writeString(
          script,
          """
          SHOW TABLES;
          DESCRIBE track_midi;
          SELECT concat('notes ', count(*)) AS n FROM default.notes;
          !tables
          !columns track_midi
          SELECT * FROM text.`/etc/hostname`;
          SELECT * FROM IDENTIFIER('text.`/etc/hostname`');
          CREATE TEMPORARY VIEW host USING text OPTIONS (path '/etc/hostname');
          USE spark_catalog;
          SELECT * FROM spark_catalog.default.notes;
          DROP TABLE notes;
          SELECT concat('it is ', '${env:SECRET}', '${system:user.home}');
          SET spark.master;
          SET spark.sql.adaptive.customCostEvaluatorClass=org.example.Mine;
          SELECT reflect('org.example.Mine', 'method');
          CREATE TEMPORARY VIEW high AS SELECT * FROM notes WHERE pitch > 100;
          SELECT concat('high ', count(*) >= 0) AS h FROM high;
          """);
      String url = "jdbc:hive2://127.0.0.1:" + port;
      PartitaRun run =
          program(
              List.of(".spark/bin/beeline"),
              "-u",
              url,
              "--outputformat=tsv2",
              "--force=true",
              "-f",
              script);

      assertThat(run.out())
          .contains("default\tmidi_files\tfalse")
          .containsPattern("score\tdouble\t\\w")
          .containsPattern("notes \\d+")
          .contains("high true")
          .contains("it is ${env:SECRET}${system:user.home}")
          .doesNotContain("hidden from clients")
          .containsPattern("\tdefault\tnotes\tTABLE\t\\w")
          .contains("\ttrack_midi\trank_in_track\t4\tINT");
      for (String refused :
          List.of(
              "text./etc/hostname",
              "IDENTIFIER()",
              "USING text",
              "SET spark.master",
              "SET spark.sql.adaptive.customCostEvaluatorClass",
              "reflect",
              "spark_catalog",
              "spark_catalog.default.notes",
              "DROP TABLE notes")) {
        assertThat(run.errLines()).haveAtLeastOne(naming("Read-only", refused));
      }
      assertThat(run.errLines())
          .as("the name of the catalog alone, too")
          .haveAtLeast(2, naming("Read-only", "spark_catalog"));

      String setting = "spark.sql.adaptive.customCostEvaluatorClass=org.example.Mine";
      for (String address :
          List.of("?" + setting, "?spark.sql.catalog.mine=org.example.Mine", "#mine=1")) {
        PartitaRun smuggled =
            program(
                List.of(".spark/bin/beeline"), "-u", url + "/default" + address, "-e", "SELECT 1");
        assertThat(smuggled.err()).as(address).is(naming("Read-only", address.substring(1)));
      }
      PartitaRun hiveconf =
          program(
              List.of(".spark/bin/beeline"), "--hiveconf", setting, "-u", url, "-e", "SELECT 1");
      assertThat(hiveconf.err()).is(naming("Read-only", setting));

      PartitaRun.of("sql-serve", "--lake", lake, "--port", port)
          .mistake(Mistake.OCCUPIED)
          .names("127.0.0.1:" + port, "--port", "--host");
    }
    assertThat(work).isEmptyDirectory();
  }

  /** As the launcher has it: the program, then Spark's home. */
  private List<String> serverCommand(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + HOME.resolve(".spark/conf/java17.options"));
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            HOME.resolve("pipeline-jobs/target/partita.jar").toString(),
            HOME.resolve(".spark/conf").toString(),
            HOME.resolve(".spark/jars") + "/*"));
    command.addAll(
        List.of(
            "io.partita.cli.Partita",
            "sql-serve",
            "--lake",
            lake.toString(),
            "--port",
            Integer.toString(port)));
    return command;
  }

  /** Runs a program of the home in an empty folder to its end. */
  private PartitaRun program(List<String> program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.set(
        0,
        program.get(0).startsWith(".") ? HOME.resolve(program.get(0)).toString() : program.get(0));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve("work")).toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(SPARK|HADOOP|PARTITA)_.*"));
    try (ChildPartita child =
        ChildPartita.start(Files.createTempDirectory(folder, "program"), builder)) {
      return child.end();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
