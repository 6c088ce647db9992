package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Folders of generated data that the classes of a JVM share, in whatever order they run. Nobody
 * writes into one once it is made: a class after which one has changed fails, and takes a copy.
 */
public final class SharedFolders implements AfterAllCallback {
  private static final Map<Path, Map<String, String>> MADE = new ConcurrentHashMap<>();

  /** Remembers a folder as it is now. */
  static void made(Path folder) {
    MADE.put(folder, files(folder));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    MADE.forEach(
        (folder, made) -> {
          Map<String, String> now = files(folder);
          MADE.put(folder, now); // told once, of the class that did it
          assertThat(now)
              .as("%s writes into data that tests share: take a copy", context.getDisplayName())
              .isEqualTo(made);
        });
  }

  /** What is there, with sizes and times of files. */
  private static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        files.put(
            folder.relativize(path).toString(),
            Files.isDirectory(path)
                ? "folder"
                : Files.size(path) + " bytes of " + Files.getLastModifiedTime(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
