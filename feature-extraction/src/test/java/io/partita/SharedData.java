package io.partita;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real files and independent goldens; a test that asks for them is skipped where there are none.
 */
public final class SharedData {
  private SharedData() {}

  /**
   * @param path below the folder that the system property {@code partita.shared} names
   */
  public static Path file(String path) {
    String root = System.getProperty("partita.shared");
    assumeTrue(root != null, "The system property partita.shared names no folder of real data");
    Path file = Path.of(root).resolve(path);
    assumeTrue(Files.exists(file), () -> "There is no " + file);
    return file.toAbsolutePath().normalize();
  }
}
