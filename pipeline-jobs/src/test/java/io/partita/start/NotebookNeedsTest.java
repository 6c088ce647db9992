package io.partita.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.hosted.HostEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookNeedsTest {
  @TempDir private Path folder;

  private NotebookNeeds needs(String json) throws IOException {
    return NotebookNeeds.of(Files.writeString(folder.resolve("lauds.ipynb"), json));
  }

  @Test
  void mostNeedNothing() throws IOException {
    assertThat(needs("{\"cells\": [], \"metadata\": {}}").missing()).isEmpty();
    assertThat(needs("{\"metadata\": {\"partita\": {\"needs\": []}}}").missing()).isEmpty();
    assertThat(needs("no notebook").missing()).isEmpty();
  }

  @Test
  void aFileIsLookedForFromWhereTheNotebookIs() throws IOException {
    NotebookNeeds needs =
        needs("{\"metadata\": {\"partita\": {\"needs\": [\"file:models/rave.ts\"]}}}");
    assertThat(needs.missing())
        .hasValue(
            "lauds.ipynb is left out: there is no "
                + folder.toAbsolutePath().resolve("models/rave.ts")
                + ".");

    Files.createFile(Files.createDirectory(folder.resolve("models")).resolve("rave.ts"));
    assertThat(needs.missing()).isEmpty();
  }

  @Tag("e2e")
  @Test
  void anEngineThatIsNotHereIsNamedWithTheCommandThatAddsIt() throws IOException {
    NotebookNeeds needs =
        needs("{\"metadata\": {\"partita\": {\"needs\": [\"host:onnx\", \"file:m\"]}}}");
    String file = "there is no " + folder.toAbsolutePath().resolve("m") + ".";
    assertThat(needs.missing())
        .hasValue(
            HostEngine.ONNX.provider().isPresent()
                ? "lauds.ipynb is left out: " + file
                : "lauds.ipynb is left out: ONNX Runtime is not here ('./partita hosts add onnx'"
                    + " adds it), and "
                    + file);
  }

  @Test
  void aNeedOfALaterPartitaIsMissing() throws IOException {
    assertThat(needs("{\"metadata\": {\"partita\": {\"needs\": [\"organ:swell\"]}}}").missing())
        .hasValue(
            "lauds.ipynb is left out: it needs organ:swell, which this Partita does not know.");
  }
}
