package io.partita.lake.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local files by globs of Hadoop's kind. */
class LocalGlobTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("a/1.mid", "a/2.mid", "b/1.zip", "b/it's [1].zip")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> found(String glob) throws IOException {
    return LocalGlob.of(folder + "/" + glob).find().stream()
        .map(file -> folder.relativize(file).toString())
        .sorted()
        .toList();
  }

  @Test
  void starsQuestionMarksAndAlternativesMatchNames() throws IOException {
    assertThat(found("a/*.mid")).containsExactly("a/1.mid", "a/2.mid");
    assertThat(found("?/1.*")).containsExactly("a/1.mid", "b/1.zip");
    assertThat(found("{a/2,b/1}.*")).containsExactly("a/2.mid", "b/1.zip");
    assertThat(found("a/[2-9].mid")).containsExactly("a/2.mid");
    assertThat(found("a/1.mid")).containsExactly("a/1.mid");
    assertThat(found("*")).containsExactly("a", "b");
  }

  @Test
  void aBackslashTakesACharacterAsItIs() throws IOException {
    assertThat(found("b/it's \\[1\\].zip")).containsExactly("b/it's [1].zip");
    assertThat(found("b/it's \\[?].zip")).containsExactly("b/it's [1].zip");
  }

  @Test
  void nothingMatchesWhatIsNotThereOrNoGlob() throws IOException {
    assertThat(found("c/*")).isEmpty();
    assertThat(found("a/1.mid/*")).isEmpty();
    assertThat(found("a/[1.mid")).isEmpty();
  }
}
