package io.partita.notebook;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.ChildPartita;
import io.partita.InTurn;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jupyter itself executes notebooks, with the kernel that {@code partita notebook} makes: {@code
 * -Dnotebooks.count=1} of them, from {@code -Dturn=0} on in a circle.
 */
@Tag("e2e")
class NotebookExecutionTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home")).toAbsolutePath();

  @TempDir private Path folder;

  @BeforeAll
  static void needsJupyter() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "jupyter-nbconvert"))),
        "There is no jupyter-nbconvert: install Debian's packages jupyter-notebook and"
            + " jupyter-nbconvert");
  }

  @Timeout(value = 1, unit = TimeUnit.HOURS) // all of them, in the tier full
  @InTurn
  @Test
  void aNotebookExecutesAndShowsWhatItFinds() throws Exception {
    Path pages = HOME.resolve("pipeline-jobs/target/notebooks");
    if (Files.exists(pages)) {
      PathUtils.delete(pages);
    }
    List<Path> all = NotebookFilesTest.notebooks();
    List<Path> chosen = chosen(all);
    // Named, a notebook is executed whatever it needs; without names those that need more are left
    // out.
    String[] names =
        chosen.equals(all)
            ? new String[0]
            : chosen.stream().map(Path::toString).toArray(String[]::new);
    assertThat(execute(pages, names)).as(this::said).isZero();

    for (Path notebook : chosen) {
      String name = notebook.getFileName().toString().replace(".ipynb", ".html");
      if (needsMore(notebook)) {
        assertThat(log()).content().is(naming(notebook.getFileName()));
        assertThat(pages.resolve(name)).doesNotExist();
        continue;
      }
      String page = Files.readString(pages.resolve(name));
      assertThat(page).as(name).contains("data:image/svg+xml;base64,");
      assertThat(page).as(name).doesNotContain("\tat io.partita", " WARN ");
      if (!name.startsWith("01") && !name.startsWith("04")) {
        assertThat(page).as(name).contains("<audio controls src=\"data:audio/mpeg;base64,");
      }
    }
  }

  /** All of them, or as many as were asked for of those that this machine can execute. */
  private static List<Path> chosen(List<Path> all) {
    long from = Long.getLong("turn", 0);
    int count = Integer.getInteger("notebooks.count", 1);
    if (count >= all.size()) {
      return all;
    }
    List<Path> here = all.stream().filter(notebook -> !needsMore(notebook)).toList();
    return IntStream.range(0, Math.min(count, here.size()))
        .mapToObj(at -> here.get(Math.floorMod(from + at, here.size())))
        .toList();
  }

  /** Whether a notebook of models trained elsewhere cannot be executed on this machine. */
  private static boolean needsMore(Path notebook) {
    if (!notebook.getFileName().toString().matches("0[89].*")) {
      return false;
    }
    return !Files.exists(HOME.resolve(".spark/hosts/pytorch/host-pytorch.jar"))
        || !Files.isDirectory(HOME.resolve("../shared/data/models"));
  }

  @Tag("full")
  @Test
  void aCellThatFailsIsAFailure() throws Exception {
    Path failing = folder.resolve("failing.ipynb");
    Files.writeString(
        failing,
        """
        {"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {},
          "outputs": [], "source": ["int[] none = {};\\n", "none[1] = 1;"]}],
         "metadata": {"kernelspec": {"display_name": "Java (Partita)", "language": "java",
          "name": "partita"}}, "nbformat": 4, "nbformat_minor": 5}
        """);
    assertThat(execute(folder.resolve("out"), failing.toString())).isEqualTo(1);
    assertThat(log())
        .content()
        .as("what Java says of it")
        .contains("ArrayIndexOutOfBoundsException");
    assertThat(folder.resolve("out/failing.html")).doesNotExist();
  }

  /** Runs the launcher of the checkout, on the jar that was just packaged. */
  private int execute(Path pages, String... notebooks) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(HOME.resolve("partita").toString(), "notebook", "--dir"));
    command.addAll(List.of(folder.toString(), "--out", pages.toString()));
    command.addAll(List.of(notebooks));
    ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
    List<String> options = new ArrayList<>(ChildPartita.compilers());
    options.addAll(List.of("-XX:+UseSerialGC", "-Dspark.sql.codegen.wholeStage=false"));
    options.add("-Dspark.sql.codegen.factoryMode=NO_CODEGEN");
    launcher.environment().put("PARTITA_JAVA_OPTS", String.join(" ", options));
    return launcher.redirectOutput(log().toFile()).start().waitFor();
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("jupyter.log");
  }
}
