package io.partita.jupyter;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("02-spirals.ipynb", "01-intervals.ipynb", "README.md")) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void noNameIsAllOfThemInTheirOrder() throws IOException {
    assertThat(NotebookFiles.of(folder, List.of()))
        .containsExactly(folder.resolve("01-intervals.ipynb"), folder.resolve("02-spirals.ipynb"));
  }

  @Test
  void aNameNeedsNoEndingAndMayBeAFileElsewhere() throws IOException {
    Path other = Files.createFile(folder.resolve("my.ipynb"));

    assertThat(NotebookFiles.of(folder, List.of("02-spirals", other.toString())))
        .containsExactly(folder.resolve("02-spirals.ipynb"), other);
  }

  @Test
  void aNameThatIsNoneIsAMistake() {
    assertThatMistake(() -> NotebookFiles.of(folder, List.of("02-spiral")))
        .is(Mistake.NO_SUCH_FILE)
        .names("02-spiral.ipynb", folder, "02-spirals.ipynb");
  }
}
