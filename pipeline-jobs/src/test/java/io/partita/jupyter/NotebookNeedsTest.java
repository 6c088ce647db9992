package io.partita.jupyter;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.kind.hosted.HostEngine;
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
    assertThat(needs.missing().orElseThrow())
        .is(naming("lauds.ipynb", folder.toAbsolutePath().resolve("models/rave.ts")));

    Files.createFile(Files.createDirectory(folder.resolve("models")).resolve("rave.ts"));
    assertThat(needs.missing()).isEmpty();
  }

  @Tag("e2e")
  @Test
  void anEngineThatIsNotHereIsNamedWithTheCommandThatAddsIt() throws IOException {
    NotebookNeeds needs =
        needs("{\"metadata\": {\"partita\": {\"needs\": [\"host:pytorch\", \"file:m\"]}}}");
    Path file = folder.toAbsolutePath().resolve("m");
    assertThat(needs.missing().orElseThrow())
        .is(
            HostEngine.provider().isPresent()
                ? naming("lauds.ipynb", file)
                : naming("lauds.ipynb", "PyTorch", "./partita engines add pytorch", file));
  }

  @Test
  void aNeedOfALaterPartitaIsMissing() throws IOException {
    NotebookNeeds needs = needs("{\"metadata\": {\"partita\": {\"needs\": [\"organ:swell\"]}}}");
    assertThat(needs.missing().orElseThrow()).is(naming("lauds.ipynb", "organ:swell"));
  }
}
