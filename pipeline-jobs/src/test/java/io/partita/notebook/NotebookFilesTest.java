package io.partita.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks as files: what is checked in is source, and nothing that an execution left. */
class NotebookFilesTest {
  private static final Path NOTEBOOKS =
      Path.of(System.getProperty("partita.home", "..")).resolve("notebooks");

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @Test
  void thereIsOneForEachStudy() throws IOException {
    assertThat(notebooks())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "01-lakh-and-msd.ipynb",
            "02-free-music-archive.ipynb",
            "03-midi-and-tokens.ipynb",
            "04-elbo-and-kl.ipynb",
            "05-bach-lstm.ipynb",
            "06-musicvae.ipynb",
            "07-gtzan-vae.ipynb",
            "08-encodec-codes.ipynb",
            "09-rave-latents.ipynb",
            "10-train-rave.ipynb");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void holdsSourceAndNoResults(Path file) throws IOException {
    JsonNode notebook = new ObjectMapper().readTree(file.toFile());
    assertThat(notebook.at("/nbformat").asInt()).isEqualTo(4);
    assertThat(notebook.at("/nbformat_minor").asInt())
        .as("cells have ids from 4.5 on")
        .isEqualTo(5);
    assertThat(notebook.at("/metadata/kernelspec/name").asText()).isEqualTo("partita");
    List<JsonNode> cells =
        StreamSupport.stream(notebook.get("cells").spliterator(), false).toList();
    assertThat(cells).extracting(cell -> cell.get("id").asText()).doesNotHaveDuplicates();
    assertThat(cells.get(0).get("cell_type").asText()).isEqualTo("markdown");
    assertThat(source(cells.get(0))).startsWith("# ").contains("**Question.**", "**Method.**");
    for (JsonNode cell : cells) {
      assertThat(source(cell)).as("cell %s", cell.get("id")).isNotBlank();
      assertThat(source(cell).lines())
          .as("what one machine alone has, in cell %s", cell.get("id"))
          .noneMatch(line -> line.matches(".*(?:^|[\"'\\s])/(?:home|root|tmp|usr|work)/.*"));
      if (cell.get("cell_type").asText().equals("code")) {
        assertThat(cell.get("outputs")).as("outputs of cell %s", cell.get("id")).isEmpty();
        assertThat(cell.get("execution_count").isNull()).isTrue();
      }
    }
  }

  /** What Jupyter would find out only after minutes of work: that a cell has no meaning in Java. */
  @Tag("e2e")
  @ParameterizedTest
  @MethodSource("notebooks")
  void compiles(Path file) throws IOException {
    try (JShell shell = JShell.builder().executionEngine(new ExecutesNothing(), Map.of()).build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String of : List.of("java.io", "java.nio.file", "java.util", "java.util.stream")) {
        shell.eval("import " + of + ".*;");
      }
      for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).get("cells")) {
        if (cell.get("cell_type").asText().equals("code")) {
          assertThat(mistakes(shell, source(cell))).as("cell %s", cell.get("id")).isEmpty();
        }
      }
    }
  }

  private static List<String> mistakes(JShell shell, String cell) {
    List<String> mistakes = new ArrayList<>();
    String left = cell;
    while (!left.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
      String source = next.source() == null ? left : next.source();
      for (SnippetEvent event : shell.eval(source)) {
        shell
            .diagnostics(event.snippet())
            .filter(Diag::isError)
            .forEach(found -> mistakes.add(found.getMessage(Locale.ROOT) + " in " + source));
        if (event.status() == Snippet.Status.RECOVERABLE_DEFINED) {
          shell
              .unresolvedDependencies((DeclarationSnippet) event.snippet())
              .forEach(name -> mistakes.add("no " + name + " in " + source));
        }
      }
      left = next.source() == null ? "" : next.remaining();
    }
    return mistakes;
  }

  /** For a shell that is to compile only. */
  private static final class ExecutesNothing implements ExecutionControlProvider {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return new LocalExecutionControl() {
        @Override
        public String invoke(String className, String methodName) {
          return "";
        }

        @Override
        public String varValue(String className, String varName) {
          return "";
        }
      };
    }
  }

  private static String source(JsonNode cell) {
    StringBuilder source = new StringBuilder();
    cell.get("source").forEach(line -> source.append(line.asText()));
    return source.toString();
  }
}
