package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Folders of generated data that the classes of a JVM share, in whatever order they run. Once made
 * they are read-only; whoever wants to write takes a {@link #copy}. As root may write all the same,
 * a class after which one has changed fails.
 */
public final class SharedFolders implements AfterAllCallback {
  private static final Map<Path, Map<String, String>> MADE = new ConcurrentHashMap<>();

  /** Makes a folder read-only, and remembers it as it is now. */
  public static void made(Path folder) {
    permit(folder, "r-xr-xr-x", "r--r--r--");
    MADE.put(folder, files(folder));
  }

  /** Copies a folder to one that may be written. */
  public static void copy(Path from, Path to) throws IOException {
    FileUtils.copyDirectory(from.toFile(), to.toFile());
    permit(to, "rwxr-xr-x", "rw-r--r--");
  }

  /** Copies a file to one that may be written. */
  public static Path copyFile(Path from, Path to) throws IOException {
    return Files.write(to, Files.readAllBytes(from));
  }

  private static void permit(Path folder, String folders, String files) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        String permissions = Files.isDirectory(path) ? folders : files;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
