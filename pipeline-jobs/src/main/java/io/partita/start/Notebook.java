package io.partita.start;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.run.ExitCode;
import io.partita.run.NewFolder;
import io.partita.run.Spark;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The Java notebooks of a checkout: in a browser, or executed from top to bottom. Input: a lake, or
 * nothing; output: pages of Jupyter, or HTML files.
 */
@Command(
    name = "notebook",
    description = "Open the Java notebooks in Jupyter, or execute them.",
    footer = {
      "",
      "Without --lake notebooks work on generated data. Jupyter's settings, the data and what",
      "notebooks make are in the checkout's folder .notebooks; nothing is written elsewhere.",
      "A notebook's Java has the heap that PARTITA_MEMORY says.",
      "",
      "Examples:",
      "  partita notebook",
      "  partita notebook --lake lake --no-browser --port 9999",
      "  partita notebook --out out 04-elbo-and-kl"
    })
public final class Notebook implements Callable<Integer> {
  private static final String ENDING = ".ipynb";
  private static final int KERNEL_START_S = 180;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "The lake that notebooks read (default: one of generated data).")
  private String lake;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1, or the next free one (default: ${DEFAULT-VALUE}).")
  private int port = 8888;

  @Option(names = "--no-browser", description = "Only print the address.")
  private boolean noBrowser;

  @Option(
      names = {"--out", "--execute"},
      paramLabel = "DIR",
      description =
          "Folder for what notebooks show, as HTML: they are executed instead, up to a cell"
              + " that fails, with exit code 1.")
  private Path executeTo;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder for everything that is made (default: .notebooks of the checkout).")
  private Path dir;

  @Parameters(
      arity = "0..*",
      paramLabel = "NOTEBOOK",
      description =
          "Notebooks to execute: names of the checkout's, or files (default: all of the"
              + " checkout).")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.isDirectory(Path.of(home, "notebooks"))) {
      throw new UserException("Notebooks are those of a checkout; run ./partita notebook there.");
    }
    if (port < 1 || port > 65_535) {
      throw new UserException("--port must be 1 to 65535, not " + port + ".");
    }
    if (executeTo == null && !names.isEmpty()) {
      throw new UserException(
          "Without --out no notebook is named: choose " + names.get(0) + " in the browser.");
    }
    Path checkout = Path.of(home).toAbsolutePath();
    Path notebooks = checkout.resolve("notebooks");
    JupyterFolder folder =
        new JupyterFolder(dir == null ? checkout.resolve(".notebooks") : dir.toAbsolutePath());
    List<String> command = executeTo == null ? server(notebooks) : execution(notebooks);
    Map<String, String> environment = folder.environment(absoluteLake());
    NewFolder.make("--dir " + folder.root(), folder.root());
    folder.writeKernel(checkout);
    int exitCode = run(command, environment);
    if (executeTo != null && exitCode != 0) {
      System.err.println("A notebook failed; Jupyter says above in which cell, and why.");
    }
    return exitCode == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Kernels run in the notebook's folder. */
  private String absoluteLake() throws IOException {
    if (lake == null) {
      return null;
    }
    return Lake.existing(lake, Spark.hadoopConfiguration()).root().toString();
  }

  private List<String> server(Path notebooks) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "jupyter-notebook",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--notebook-dir=" + notebooks));
    if (noBrowser) {
      command.add("--no-browser");
    }
    if (System.getProperty("user.name").equals("root")) {
      command.add("--allow-root");
    }
    return command;
  }

  private List<String> execution(Path notebooks) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "jupyter-nbconvert",
                "--to=html",
                "--execute",
                "--log-level=WARN",
                "--ExecutePreprocessor.startup_timeout=" + KERNEL_START_S,
                "--output-dir=" + executeTo.toAbsolutePath()));
    if (names.isEmpty()) {
      try (Stream<Path> files = Files.list(notebooks)) {
        files
            .map(Path::toString)
            .filter(file -> file.endsWith(ENDING))
            .sorted()
            .forEach(command::add);
      }
    }
    for (String name : names) {
      command.add(file(notebooks, name).toString());
    }
    NewFolder.make("--out " + executeTo, executeTo);
    return command;
  }

  private static Path file(Path notebooks, String name) {
    String file = name.endsWith(ENDING) ? name : name + ENDING;
    return Stream.of(Path.of(file).toAbsolutePath(), notebooks.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "There is no notebook "
                        + file
                        + ", nor is it in "
                        + notebooks
                        + "."
                        + DidYouMean.ask(file, inCheckout(notebooks))));
  }

  private static List<String> inCheckout(Path notebooks) {
    String[] files = notebooks.toFile().list((folder, name) -> name.endsWith(ENDING));
    return files == null ? List.of() : List.of(files);
  }

  /** Runs a program of Jupyter to its end; whatever ends this JVM ends it too. */
  private static int run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // Where it has a terminal it asks before it stops.
    builder.redirectInput(new java.io.File("/dev/null"));
    builder.environment().putAll(environment);
    Process jupyter;
    try {
      jupyter = builder.start();
    } catch (IOException e) {
      throw new UserException(
          "Notebooks need Jupyter, and "
              + command.get(0)
              + " does not start: install it, as Debian's packages jupyter-notebook and"
              + " jupyter-nbconvert.",
          e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(jupyter::destroy));
    try {
      return jupyter.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      jupyter.destroy();
      throw new IOException("Interrupted while Jupyter was running", e);
    }
  }
}
