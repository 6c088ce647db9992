package io.partita.jupyter;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The Java notebooks of a checkout: in a browser, or executed from top to bottom. Input: a lake, or
 * nothing; output: pages of Jupyter, or HTML files.
 */
@Command(name = "notebook", description = "Open the Java notebooks in Jupyter, or execute them.")
public final class Notebook implements Callable<Integer> {
  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Lake that the notebooks read (default: generated data).")
  private String lake;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1, or the next free one (default: ${DEFAULT-VALUE}).")
  private int port = 8888;

  @Option(names = "--no-browser", description = "Print the address without opening a browser.")
  private boolean noBrowser;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the executed notebooks as HTML; exit code 1 at a failed cell.")
  private Path executeTo;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Folder for Jupyter's files and the notebooks' (default: .notebooks of the checkout).")
  private Path dir;

  @Parameters(
      arity = "0..*",
      paramLabel = "NOTEBOOK",
      description =
          "Notebooks to execute: names from the checkout, or files (default: all of the checkout).")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.isDirectory(Path.of(home, "notebooks"))) {
      throw new UserException(
          Mistake.MISSING_TOOL, "Notebooks are those of a checkout; run ./partita notebook there.");
    }
    if (port < 1 || port > 65_535) {
      throw new UserException(Mistake.BAD_OPTION, "--port must be 1 to 65535, not " + port + ".");
    }
    if (executeTo == null && !names.isEmpty()) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Without --out no notebook is named: choose " + names.get(0) + " in the browser.");
    }
    Path checkout = Path.of(home).toAbsolutePath();
    Path notebooks = checkout.resolve("notebooks");
    JupyterFolder folder =
        new JupyterFolder(dir == null ? checkout.resolve(".notebooks") : dir.toAbsolutePath());
    JupyterCommand jupyter =
        executeTo == null
            ? JupyterCommand.server(notebooks, port, noBrowser)
            : JupyterCommand.execution(chosen(notebooks), executeTo);
    Map<String, String> environment = folder.environment(absoluteLake());
    NewFolder.make("--dir " + folder.root(), folder.root());
    folder.writeKernel(checkout);
    int exitCode = jupyter.run(environment);
    if (executeTo != null && exitCode != 0) {
      System.err.println("A notebook failed; Jupyter says above in which cell, and why.");
    }
    return exitCode == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Those that are named, or all of the checkout's whose needs are here. */
  private List<Path> chosen(Path notebooks) throws IOException {
    List<Path> files = NotebookFiles.of(notebooks, names);
    if (!names.isEmpty()) {
      return files;
    }
    List<Path> chosen = new ArrayList<>();
    for (Path file : files) {
      Optional<String> missing = NotebookNeeds.of(file).missing();
      missing.ifPresentOrElse(System.err::println, () -> chosen.add(file));
    }
    return chosen;
  }

  /** Kernels run in the notebook's folder. */
  private String absoluteLake() throws IOException {
    if (lake == null) {
      return null;
    }
    return Lake.existing(lake, Spark.hadoopConfiguration()).root().toString();
  }
}
