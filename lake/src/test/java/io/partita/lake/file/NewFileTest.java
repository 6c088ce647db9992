package io.partita.lake.file;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.MistakeAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that a command makes. */
class NewFileTest {
  @TempDir private Path folder;

  @Test
  void aFileHasItsNameWhenItIsComplete() throws IOException {
    Path file = folder.resolve("a.wav");
    Files.writeString(file, "old");
    Files.writeString(folder.resolve(".a.wav.part"), "of a killed process");

    NewFile.write(
        file,
        part -> {
          assertThat(part).isNotEqualTo(file).doesNotExist();
          Files.writeString(part, "new");
          assertThat(file).hasContent("old");
        });

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatFailsLeavesTheFileThatWasThere() throws IOException {
    Path file = folder.resolve("a.wav");
    NewFile.write(file, new byte[] {1});

    assertThatThrownBy(
            () ->
                NewFile.write(
                    file,
                    part -> {
                      Files.write(part, new byte[] {2});
                      throw new IOException("full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("full");

    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aDeviceIsWrittenAsItIs() throws IOException {
    Path device = Path.of("/dev/null");

    NewFile.write(device, part -> assertThat(part).isEqualTo(device));

    assertThat(device).exists();
  }

  @Test
  void aPlaceThatTakesNoFileIsAMistake() throws IOException {
    assertThatMistake(() -> NewFile.require(folder)).is(Mistake.BAD_PATH).names(folder);
    Path gone = folder.resolve("gone");
    assertThatMistake(() -> NewFile.require(gone.resolve("a.wav")))
        .is(Mistake.NO_SUCH_FILE)
        .names(gone, gone.resolve("a.wav"));
    assertThatMistake(() -> NewFile.require(Path.of("/proc/a.wav")))
        .is(Mistake.NO_ACCESS)
        .names("/proc");
  }

  @Test
  void aFolderIsMadeUnlessItIsThere() throws IOException {
    Path deep = folder.resolve("a/b");

    assertThat(NewFolder.make("--out " + deep, deep)).isEqualTo(deep).isDirectory();
    assertThat(NewFolder.make("--out " + deep, deep)).isDirectory();
  }

  @Test
  void aPlaceThatTakesNoFolderIsAMistake() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertNoFolder(file, Mistake.BAD_PATH).names(file);
    assertNoFolder(file.resolve("below/it"), Mistake.BAD_PATH);
    assertNoFolder(Path.of("/proc/partita"), Mistake.NO_ACCESS);
  }

  private static MistakeAssert assertNoFolder(Path place, Mistake mistake) {
    return assertThatMistake(() -> NewFolder.make("--out x", place)).is(mistake).names("--out x");
  }
}
