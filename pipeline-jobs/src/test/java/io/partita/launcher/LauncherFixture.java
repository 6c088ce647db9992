package io.partita.launcher;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A checkout whose Maven, Java and spark-submit only write down how they were called. */
abstract class LauncherFixture {
  static final String WRITE_DOWN = "printf '%s\\n' \"$(basename \"$0\")\" \"$@\"\n";

  record Run(int exitCode, List<String> out, String err) {}

  @TempDir Path folder;
  Path checkout;
  Path jdk;

  @BeforeEach
  void layOut() throws IOException {
    checkout = folder.resolve("a checkout");
    jdk = folder.resolve("jdk 17");
    Path home = Path.of(System.getProperty("partita.home"));
    for (String file : List.of("partita", "build/spark-home/src/main/home/bin/java17.sh")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.copy(home.resolve(file), checkout.resolve(file));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    write("pipeline-jobs/pom.xml", "<project/>");
    write("pipeline-jobs/src/main/java/Job.java", "class Job {}");
    write("models/builtin/drums/model.json", "{}");
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

  int builds() throws IOException {
    return lines("builds").size();
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(checkout.resolve(file));
  }

  Run run(Map<String, String> environment, String... arguments) throws Exception {
    int exitCode = start(environment, checkout.resolve("partita"), "run", arguments).waitFor();
    return new Run(
        exitCode,
        Files.readAllLines(folder.resolve("run.out")),
        Files.readString(folder.resolve("run.err")));
  }

  Process start(Map<String, String> environment, Path launcher, String name, String... arguments)
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

  void write(String file, String text) throws IOException {
    Files.createDirectories(checkout.resolve(file).getParent());
    Files.writeString(checkout.resolve(file), text);
  }

  static void script(Path path, String body) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/usr/bin/env bash\nset -euo pipefail\n" + body);
    Files.setPosixFilePermissions(path, fromString("rwxr-xr-x"));
  }
}
