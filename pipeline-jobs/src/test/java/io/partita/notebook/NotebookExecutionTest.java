package io.partita.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.cli.Partita;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jupyter itself executes the notebooks, with the kernel that {@code partita notebook} makes. */
@Tag("notebooks")
class NotebookExecutionTest {
  private static final Path TARGET =
      Path.of(System.getProperty("partita.home", ".."), "pipeline-jobs", "target").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeAll
  static void needsJupyter() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "jupyter-nbconvert"))),
        "There is no jupyter-nbconvert: install Debian's packages jupyter-notebook and"
            + " jupyter-nbconvert");
  }

  @Test
  void everyNotebookExecutesAndShowsWhatItFinds() throws IOException {
    Path pages = TARGET.resolve("notebooks");
    assertThat(execute(folder, pages)).isZero();

    for (Path notebook : NotebookFilesTest.notebooks()) {
      String name = notebook.getFileName().toString().replace(".ipynb", ".html");
      String page = Files.readString(pages.resolve(name));
      assertThat(page).as(name).contains("data:image/svg+xml;base64,");
      assertThat(page.toLowerCase(Locale.ROOT)).as(name).doesNotContain("\tat io.partita", "warn ");
      if (!name.startsWith("01") && !name.startsWith("04")) {
        assertThat(page).as(name).contains("<audio controls src=\"data:audio/mpeg;base64,");
      }
    }
  }

  @Test
  void aCellThatFailsIsAFailure() throws IOException {
    Path failing = folder.resolve("failing.ipynb");
    Files.writeString(
        failing,
        """
        {"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {},
          "outputs": [], "source": ["int[] none = {};\\n", "none[1] = 1;"]}],
         "metadata": {"kernelspec": {"display_name": "Java (Partita)", "language": "java",
          "name": "partita"}}, "nbformat": 4, "nbformat_minor": 5}
        """);
    assertThat(execute(folder, folder.resolve("out"), failing.toString())).isEqualTo(1);
    assertThat(folder.resolve("out/failing.html")).doesNotExist();
  }

  private static int execute(Path dir, Path pages, String... notebooks) {
    return Partita.run(
        Stream.concat(
                Stream.of("notebook", "--dir", dir.toString(), "--execute", pages.toString()),
                Stream.of(notebooks))
            .toArray(String[]::new));
  }
}
