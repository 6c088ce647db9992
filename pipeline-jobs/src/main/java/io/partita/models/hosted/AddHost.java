package io.partita.models.hosted;

import io.partita.UserException;
import io.partita.hosted.HostEngine;
import io.partita.run.ExitCode;
import io.partita.run.WrittenFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Builds an engine's jar with the checkout's Maven and puts it beside Spark's. */
@Command(
    name = "add",
    description = "Fetch an engine and build its jar, for every later command.",
    footer = {
      "",
      "It is put into .spark/hosts; to do without it again, delete its folder there.",
      "",
      "Example:",
      "  partita hosts add pytorch"
    })
final class AddHost implements Callable<Integer> {
  /** The names for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(HostEngine.values()).map(HostEngine::label).iterator();
    }
  }

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "Name of the engine, one of ${COMPLETION-CANDIDATES}.")
  private String name;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HostEngine engine =
        HostEngine.labelled(name)
            .orElseThrow(
                () ->
                    new UserException(
                        "There is no engine "
                            + name
                            + "; there are "
                            + String.join(", ", new Names())
                            + "."));
    Path checkout = checkout();
    System.err.printf(
        Locale.ROOT, "Building %s; %,d MB to fetch …%n", engine.title(), engine.megabytes());
    Path log = checkout.resolve("target").resolve("hosts-" + name + ".log");
    Files.createDirectories(log.getParent());
    if (build(checkout, engine, log) != 0) {
      throw new IOException(
          engine.title() + " could not be built: " + firstError(log) + " The whole log: " + log);
    }
    Path jar = checkout.resolve(".spark/hosts").resolve(name).resolve(engine.module() + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException("The build of " + engine.title() + " left no " + jar + ".");
    }
    written.add(jar);
    written.end();
    return ExitCode.OK;
  }

  private static Path checkout() {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.isRegularFile(Path.of(home, "mvnw"))) {
      throw new UserException(
          "Engines are built in a checkout: run './partita hosts add NAME' there.");
    }
    return Path.of(home);
  }

  private static int build(Path checkout, HostEngine engine, Path log)
      throws IOException, InterruptedException {
    Process maven =
        new ProcessBuilder(
                checkout.resolve("mvnw").toString(),
                "-f",
                checkout.resolve("pom.xml").toString(),
                "-q",
                "-Phosts",
                "-pl",
                engine.module(),
                "-am",
                "-Dmaven.test.skip=true",
                "package")
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return maven.waitFor();
    } finally {
      maven.destroy();
    }
  }

  private static String firstError(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("[ERROR] "))
        .findFirst()
        .map(line -> line.substring("[ERROR] ".length()))
        .orElse(lines.isEmpty() ? "no word of it." : lines.get(lines.size() - 1));
  }
}
