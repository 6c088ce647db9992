package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import io.partita.model.job.ModelEngine;
import io.partita.model.job.ModelFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Builds the engine's jar with the checkout's Maven and puts it beside Spark's. */
@Command(name = "add", description = "Download and build an engine.")
final class AddHost implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Engine to add, as 'partita engines' names it.")
  private String name;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<ModelEngine> engines = ModelFiles.all().stream().map(ModelFiles::engine).toList();
    ModelEngine engine =
        engines.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.BAD_OPTION,
                        "There is no engine %s. Engines: %s."
                            .formatted(
                                name,
                                String.join(
                                    ", ", engines.stream().map(ModelEngine::name).toList()))));
    CheckoutBuild checkout =
        CheckoutBuild.require(
            "Engines are built in a checkout: run './partita engines add NAME' there.");
    System.err.printf(
        Locale.ROOT, "Building %s; %,d MB to fetch …%n", engine.title(), engine.megabytes());
    checkout.make(engine.title(), engine.module(), "hosts-" + name + ".log", "-Phosts");
    Path folder = checkout.folder().resolve(".spark/hosts").resolve(name);
    Path jar = folder.resolve(Path.of(engine.module()).getFileName() + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException("The build of " + engine.title() + " left no " + jar + ".");
    }
    written.add(jar);
    written.end();
    return ExitCode.OK;
  }
}
