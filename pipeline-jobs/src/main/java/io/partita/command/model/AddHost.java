package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostEngine;
import io.partita.lake.run.ExitCode;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Builds the engine's jar with the checkout's Maven and puts it beside Spark's. */
@Command(
    name = "add",
    description = "Download and build an engine.",
    footer = {
      "",
      "Engines are installed in .spark/hosts. To remove one, delete its folder.",
      "",
      "Example:",
      "  partita engines add pytorch"
    })
final class AddHost implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Engine to add: " + HostEngine.LABEL + ".")
  private String name;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!name.equals(HostEngine.LABEL)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "There is no engine " + name + "; there is " + HostEngine.LABEL + " alone.");
    }
    CheckoutBuild checkout =
        CheckoutBuild.require(
            "Engines are built in a checkout: run './partita engines add NAME' there.");
    System.err.printf(
        Locale.ROOT, "Building %s; %,d MB to fetch …%n", HostEngine.TITLE, HostEngine.MEGABYTES);
    checkout.make(
        HostEngine.TITLE, "audio-models/" + HostEngine.MODULE, "hosts-pytorch.log", "-Phosts");
    Path folder = checkout.folder().resolve(".spark/hosts").resolve(HostEngine.LABEL);
    Path jar = folder.resolve(HostEngine.MODULE + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IOException("The build of " + HostEngine.TITLE + " left no " + jar + ".");
    }
    written.add(jar);
    written.end();
    return ExitCode.OK;
  }
}
