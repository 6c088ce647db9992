package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostEngine;
import io.partita.lake.run.ExitCode;
import io.partita.output.WrittenFiles;
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
    CheckoutBuild checkout =
        CheckoutBuild.require(
            "Engines are built in a checkout: run './partita engines add NAME' there.");
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

  private void add(HostEngine engine, CheckoutBuild checkout)
      throws IOException, InterruptedException {
    System.err.printf(
        Locale.ROOT, "Building %s; %,d MB to fetch …%n", engine.title(), engine.megabytes());
    checkout.make(engine.title(), engine.module(), "hosts-" + engine.label() + ".log", "-Phosts");
    Path folder = checkout.folder().resolve(".spark/hosts").resolve(engine.label());
    Path jar = folder.resolve(engine.module() + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException("The build of " + engine.title() + " left no " + jar + ".");
    }
    written.add(jar);
  }
}
