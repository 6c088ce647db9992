package io.partita.launcher;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the launcher script makes before Java starts: the build, and an archive of classes. */
@Tag("e2e")
class LauncherBuildTest extends LauncherFixture {
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

  @Test
  void buildsOnTheFirstRunAndSaysSoOnStderrOnly() throws Exception {
    Run first = run(Map.of(), "stats");
    assertThat(first.err()).contains("Building", "[2/5]", "Built");
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

    assertThat(run(Map.of(), "stats").err()).contains("Building", "[2/5]");
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
    assertThat(run.err()).is(naming("[ERROR] No such class", "partita-build.log"));
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
  void shortCommandsHaveAnArchiveOfTheirOwn() throws Exception {
    script(jdk.resolve("bin/java"), MAKES_ARCHIVES + WRITE_DOWN);
    String option = archive(run(Map.of(), "stats")).orElseThrow();
    write(".spark/all.jar", "");

    assertThat(archive(run(Map.of(), "--help"))).isPresent().get().isNotEqualTo(option);
    assertThat(archive(run(Map.of(), "--version"))).isEqualTo(archive(run(Map.of(), "--help")));
    assertThat(archive(run(Map.of(), "stats"))).contains(option);
    assertThat(lines("archives")).hasSize(2);
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

  /** An agent or a flight recording that changes classes of an archive crashes Java. */
  @Test
  void optionsThatMayChangeClassesLeaveTheArchiveOut() throws Exception {
    script(jdk.resolve("bin/java"), MAKES_ARCHIVES + WRITE_DOWN);
    for (String variable : List.of("PARTITA_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      for (String option :
          List.of(
              "-XX:StartFlightRecording",
              "-Xmx3g -javaagent:a.jar",
              "-agentlib:jdwp=transport=dt_socket",
              "-Djava.system.class.loader=X",
              "-XX:+UseZGC")) {
        assertThat(archive(run(Map.of(variable, option), "stats"))).as(option).isEmpty();
      }
    }
    assertThat(checkout.resolve("archives")).doesNotExist();

    assertThat(archive(run(Map.of(), "stats"))).isPresent();
    assertThat(archive(run(Map.of("PARTITA_JAVA_OPTS", "-Xmx3g -Da=b -ea"), "stats"))).isPresent();
    assertThat(archive(run(Map.of("PARTITA_JAVA_OPTS", "-XX:+UseSerialGC"), "stats"))).isPresent();
  }

  @Test
  void aSymbolicLinkLeadsToTheCheckout() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("partita"));

    assertThat(start(Map.of(), link, "linked", "stats").waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  private static Optional<String> archive(Run run) {
    return run.out().stream().filter(word -> word.startsWith("-XX:SharedArchiveFile=")).findAny();
  }
}
