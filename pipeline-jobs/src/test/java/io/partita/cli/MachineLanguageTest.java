package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Languages with other digits, another decimal point and another i, and a time zone of its own. */
@Tag("e2e")
class MachineLanguageTest {
  @TempDir private Path folder;

  @Tag("full")
  @Test
  void aLakeIsWrittenInNoLanguage() throws Exception {
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.copy(NoteSample.get().midi(0), input.resolve("I.MID"));
    Path lake = folder.resolve("lake");

    run("ar", "EG", "ingest-midi", "--input", input, "--lake", lake, "--dataset", "d");

    String query =
        "SELECT path, status, string(timestamp '2026-01-01 00:00:00') AS day FROM midi_files";
    assertThat(run("ar", "EG", "sql", "--lake", lake, "--format", "csv", query).out())
        .endsWith("I.MID,ok,2026-01-01 00:00:00\n");
    try (Stream<Path> files = Files.walk(lake)) {
      assertThat(files.map(file -> lake.relativize(file).toString()))
          .allMatch(name -> name.chars().allMatch(letter -> letter < 128));
    }
  }

  @Test
  void aFileIsDescribedAlikeWhereDigitsAreOthers() throws Exception {
    assertDescribedAlike("ar", "EG");
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource({"tr, TR", "de, DE"})
  void aFileIsDescribedAlike(String language, String country) throws Exception {
    assertDescribedAlike(language, country);
  }

  private void assertDescribedAlike(String language, String country) throws Exception {
    Path midi = NoteSample.get().midi(0);
    assertThat(run(language, country, "inspect", midi).out())
        .isEqualTo(PartitaRun.of("inspect", midi).out());
  }

  private PartitaRun run(String language, String country, Object... args) throws Exception {
    List<String> properties =
        List.of(
            "user.language=" + language,
            "user.country=" + country,
            "user.timezone=Asia/Kathmandu",
            "spark.master=local[1]");
    try (ChildPartita child = ChildPartita.start(folder, properties, args)) {
      return child.end().exits(0);
    }
  }
}
