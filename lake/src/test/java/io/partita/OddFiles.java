package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What Java cannot create: files whose names are any bytes, and files that are no files. */
public final class OddFiles {
  private OddFiles() {}

  /**
   * Runs a script of bash in a folder.
   *
   * @param script ASCII; $'\xff' is the byte FF
   */
  public static void make(Path folder, String script) {
    try {
      Process bash =
          new ProcessBuilder("bash", "-euc", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).as("exit code of bash: %s", output).isZero();
    } catch (IOException e) {
      throw new AssertionError("There is no bash", e);
    } catch (InterruptedException e) {
      throw new AssertionError("Interrupted while waiting for bash", e);
    }
  }
}
