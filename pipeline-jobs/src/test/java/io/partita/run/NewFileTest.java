package io.partita.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
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
    assertMistake(folder, folder + " is a folder: give a file to write.");
    Path gone = folder.resolve("gone");
    assertMistake(
        gone.resolve("a.wav"),
        "There is no folder " + gone + " for " + gone.resolve("a.wav") + ": make it first.");
    assertMistake(Path.of("/proc/a.wav"), "No file can be written in /proc: give another place.");
  }

  private static void assertMistake(Path file, String message) {
    assertThatThrownBy(() -> NewFile.require(file))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
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
    assertNoFolder(file, "--out x: " + file + " is a file, not a folder.");
    assertNoFolder(file.resolve("below/it"), "--out x: a file is in its way.");
    assertNoFolder(
        Path.of("/proc/partita"), "--out x: no folder can be made there; give one on a disk.");
  }

  private static void assertNoFolder(Path place, String message) {
    assertThatThrownBy(() -> NewFolder.make("--out x", place))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }
}
