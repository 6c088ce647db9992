package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostEngine;
import io.partita.lake.run.ExitCode;
import io.partita.output.WrittenFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Builds an engine's jar with the checkout's Maven and puts it beside Spark's. */
@Command(
    name = "add",
    description = "Download and build engines.",
    footer = {
      "",
      "Engines are installed in .spark/hosts. To remove one, delete its folder.",
      "",
      "Example:",
      "  partita engines add pytorch onnx"
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
      arity = "1..*",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "Engines to add: ${COMPLETION-CANDIDATES}.")
  private Set<String> names;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<HostEngine> engines = names.stream().map(AddHost::engine).toList();
    Path checkout = checkout();
    for (HostEngine engine : engines) {
      add(engine, checkout);
    }
    written.end();
    return ExitCode.OK;
  }

  private static HostEngine engine(String name) {
    return HostEngine.labelled(name)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "There is no engine "
                        + name
                        + "; there are "
                        + String.join(", ", new Names())
                        + "."));
  }

  private void add(HostEngine engine, Path checkout) throws IOException, InterruptedException {
    System.err.printf(
        Locale.ROOT, "Building %s; %,d MB to fetch …%n", engine.title(), engine.megabytes());
    Path log = checkout.resolve("target").resolve("hosts-" + engine.label() + ".log");
    Files.createDirectories(log.getParent());
    if (build(checkout, engine, log) != 0) {
      throw new IOException(
          engine.title() + " could not be built: " + firstError(log) + " The whole log: " + log);
    }
    Path folder = checkout.resolve(".spark/hosts").resolve(engine.label());
    Path jar = folder.resolve(engine.module() + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException("The build of " + engine.title() + " left no " + jar + ".");
    }
    written.add(jar);
  }

  private static Path checkout() {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.isRegularFile(Path.of(home, "mvnw"))) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "Engines are built in a checkout: run './partita engines add NAME' there.");
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
