package io.partita.jupyter;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JupyterCommandTest {
  @TempDir private Path folder;

  @Test
  void aServerListensOnThisMachineOnly() {
    assertThat(JupyterCommand.server(folder, 9999, false).words())
        .startsWith("jupyter-notebook", "--ip=127.0.0.1", "--port=9999", "--notebook-dir=" + folder)
        .doesNotContain("--no-browser");
    assertThat(JupyterCommand.server(folder, 9999, true).words()).contains("--no-browser");
  }

  @Test
  void anExecutionMakesItsFolder() throws IOException {
    Path out = folder.resolve("a/b");

    JupyterCommand command = JupyterCommand.execution(List.of(Path.of("/x/1.ipynb")), out);

    assertThat(command.words())
        .startsWith("jupyter-nbconvert", "--to=html", "--execute")
        .endsWith("--output-dir=" + out, "/x/1.ipynb");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void passesTheEnvironmentOnAndTheExitCodeBack() throws IOException {
    JupyterCommand command =
        new JupyterCommand(List.of("sh", "-c", "touch \"$WHERE/there\"; exit 3"));

    assertThat(command.run(Map.of("WHERE", folder.toString()))).isEqualTo(3);

    assertThat(Files.exists(folder.resolve("there"))).isTrue();
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    String missing = folder.resolve("jupyter").toString();

    assertThatMistake(() -> new JupyterCommand(List.of(missing)).run(Map.of()))
        .is(Mistake.MISSING_TOOL)
        .names(missing);
  }
}
