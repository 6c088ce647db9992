package io.partita.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files shared between projects; a test that needs one is skipped where it is not there. */
public final class SharedData {
  private SharedData() {}

  public static Path file(String path) {
    String shared = System.getProperty("partita.shared");
    assumeTrue(shared != null, "partita.shared is not set");
    Path file = Path.of(shared, path);
    assumeTrue(Files.exists(file), () -> file + " is not there");
    return file;
  }
}
