package io.partita;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Folders of generated data that test classes share, in whatever order they run, also those of the
 * other JVMs of a build. Once made they are read-only; whoever wants to write takes a {@link
 * #copy}. As root may write all the same, a class after which one has changed fails.
 */
public final class SharedFolders implements AfterAllCallback {
  private static final Path FOLDERS = folders();
  private static final Map<Path, Map<String, String>> MADE = new ConcurrentHashMap<>();

  /** What fills a folder. */
  @FunctionalInterface
  public interface Making {
    /**
     * @return what there is to know of it later, or an empty text
     */
    String into(Path folder) throws IOException;
  }

  /**
   * A folder that is made.
   *
   * @param told what its making returned
   */
  public record Made(Path folder, String told) {}

  /**
   * A folder by its name: the first test of the build that asks for it makes it, the others wait.
   */
  public static Made get(String name, Making making) {
    try {
      Path told = FOLDERS.resolve(name + ".txt");
      Path folder = FOLDERS.resolve(name);
      try (FileChannel file =
              FileChannel.open(FOLDERS.resolve(name + ".lock"), Set.of(CREATE, WRITE));
          FileLock lock = file.lock()) {
        assertThat(lock.isValid()).isTrue();
        if (!Files.exists(told)) {
          FileUtils.deleteDirectory(folder.toFile()); // of a JVM that ended half-way
          String text = making.into(Files.createDirectory(folder));
          permit(folder, "r-xr-xr-x", "r--r--r--");
          Files.writeString(told, text);
        }
      }
      MADE.put(folder, files(folder));
      return new Made(folder, Files.readString(told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Below the temporary files, in a folder of this build and this checkout. */
  private static Path folders() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      String build = System.getProperty("partita.build");
      if (build == null) {
        return Files.createTempDirectory(temporary, "partita-tests-");
      }
      String checkout = Integer.toHexString(System.getProperty("partita.home").hashCode());
      return Files.createDirectories(temporary.resolve("partita-tests-" + build + "-" + checkout));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** What is there, with sizes and times of files; what running commands tell is no data. */
  private static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(any -> !any.toString().contains("/_running")).toList()) {
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
