package io.partita;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No room is too large to be known, no file too long to be read: sources and tests alike. */
class ArchitectureSizeTest {
  private static final int MAX_FILES = 30;
  private static final int MAX_LINES = 400;

  private static final Path HOME = Path.of(System.getProperty("partita.home", ".."));
  private static final List<String> MODULES =
      List.of("feature-extraction", "sample-data", "training", "notebooks", "pipeline-jobs");

  @Test
  void noRoomHasTooManyFiles() throws IOException {
    Map<Path, Long> rooms =
        sources().stream().collect(groupingBy(Path::getParent, TreeMap::new, counting()));
    rooms.values().removeIf(files -> files <= MAX_FILES);

    assertThat(rooms).as("folders of more than %d files", MAX_FILES).isEmpty();
  }

  @Test
  void noFileHasTooManyLines() throws IOException {
    Map<Path, Integer> files = new TreeMap<>();
    for (Path file : sources()) {
      files.put(file, Files.readAllLines(HOME.resolve(file)).size());
    }
    files.values().removeIf(lines -> lines <= MAX_LINES);

    assertThat(files).as("files of more than %d lines", MAX_LINES).isEmpty();
  }

  /** Main, test and benchmark sources of every module, as paths in the repository. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src"))) {
        List<Path> found =
            files.filter(file -> file.toString().endsWith(".java")).map(HOME::relativize).toList();
        assertThat(found).as("sources of %s", module).isNotEmpty();
        sources.addAll(found);
      }
    }
    return sources;
  }
}
