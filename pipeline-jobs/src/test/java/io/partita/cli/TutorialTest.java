package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of {@code docs/tutorials}, in order, and the files that a page promises. */
@Tag("full")
class TutorialTest {
  private static final Path PAGES = DocumentedLine.HOME.resolve("docs/tutorials");

  @TempDir private Path folder;

  @Test
  void play() throws IOException {
    follow("play.md");

    for (String file :
        List.of(
            "loops/loops-s1-01.wav",
            "loops/loops-s1-04.mid",
            "loops/loops-s1.png",
            "loops/loops-s7-04.json",
            "wild/loops-s7-01.png",
            "loop.flac")) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
    for (String made : List.of("path", "again", "melodies", "pieces")) {
      assertThat(folder.resolve(made)).isNotEmptyDirectory();
    }
  }

  @Test
  void analyse() throws IOException {
    List<PartitaRun> runs = follow("analyse.md");

    assertThat(folder.resolve("report/index.html")).isNotEmptyFile();
    assertThat(runs.get(5).out()).as("faults").contains("NOT_MIDI");
    assertThat(runs.get(6).outLines()).as("header, line and five notes").hasSize(7);
  }

  @Test
  void train() throws IOException {
    follow("train.md");

    for (String file : List.of("drums/model.json", "curves.png", "published/drums/model.json")) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
    assertThat(folder.resolve("loops/drums-s1-04.wav")).isNotEmptyFile();
  }

  /** Runs the commands of a page; each ends well. */
  private List<PartitaRun> follow(String page) throws IOException {
    List<PartitaRun> runs = new ArrayList<>();
    for (DocumentedLine line : DocumentedLine.of(PAGES.resolve(page))) {
      runs.add(PartitaRun.of(line.words(folder).toArray()).exits(0));
    }
    assertThat(runs).as("commands of %s", page).hasSizeGreaterThan(5);
    return runs;
  }
}
