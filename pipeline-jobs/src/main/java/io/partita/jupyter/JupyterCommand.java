package io.partita.jupyter;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of Jupyter.
 *
 * @param words its name and its arguments
 */
record JupyterCommand(List<String> words) {
  private static final int KERNEL_START_S = 180;

  /**
   * Notebooks in a browser.
   *
   * @param notebooks absolute
   * @param noBrowser whether to print the address only
   */
  static JupyterCommand server(Path notebooks, int port, boolean noBrowser) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "jupyter-notebook",
                "--ip=127.0.0.1",
                "--port=" + port,
                "--notebook-dir=" + notebooks));
    if (noBrowser) {
      words.add("--no-browser");
    }
    if (System.getProperty("user.name").equals("root")) {
      words.add("--allow-root");
    }
    return new JupyterCommand(words);
  }

  /**
   * Notebooks from top to bottom.
   *
   * @param out folder for what they show, which is made
   */
  static JupyterCommand execution(List<Path> notebooks, Path out) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "jupyter-nbconvert",
                "--to=html",
                "--execute",
                "--log-level=WARN",
                "--ExecutePreprocessor.startup_timeout=" + KERNEL_START_S,
                "--output-dir=" + out.toAbsolutePath()));
    notebooks.forEach(notebook -> words.add(notebook.toString()));
    NewFolder.make("--out " + out, out);
    return new JupyterCommand(words);
  }

  /**
   * Runs it to its end; whatever ends this JVM ends it too.
   *
   * @return its exit code
   * @throws UserException where Jupyter is not installed
   */
  int run(Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    // Where it has a terminal it asks before it stops.
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    Process jupyter;
    try {
      jupyter = builder.start();
    } catch (IOException e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "Notebooks need Jupyter, and "
              + words.get(0)
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
