package io.partita.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the checkout, on the jar that was just packaged. */
@Tag("e2e")
class ShortCommandsTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home")).toAbsolutePath();

  @TempDir private Path folder;

  /** An empty archive would say that none can be made, and starts would take twice as long. */
  @Test
  void theClassesOfCommandsThatEndAtOnceAreArchived() throws Exception {
    Path versions = Files.createDirectories(folder.resolve("lake/_partita/a/versions"));
    Files.writeString(
        versions.resolve("00000001.json"), "{\"format\": 1, \"attempt\": \"one\", \"tables\": {}}");
    Path archives = Files.createDirectories(HOME.resolve(".spark/archives"));

    // A run that finds another at an archive, as those of other tests may be, goes on without one.
    int runs = 0;
    do {
      new ProcessBuilder("flock", archives.resolve("lock").toString(), "true").start().waitFor();
      ProcessBuilder launcher =
          new ProcessBuilder(
                  HOME.resolve("partita").toString(),
                  "tables",
                  "--lake",
                  folder.resolve("lake").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      launcher
          .environment()
          .keySet()
          .removeIf(name -> name.matches("PARTITA_JAVA_OPTS|.*JAVA.*OPTIONS"));
      assertThat(launcher.start().waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    } while (++runs < 5 && ofShort(archives).isEmpty());

    assertThat(ofShort(archives))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).isNotEmptyFile());
  }

  private static List<Path> ofShort(Path folder) throws IOException {
    try (Stream<Path> archives = Files.list(folder)) {
      return archives.filter(file -> file.getFileName().toString().startsWith("short-")).toList();
    }
  }
}
