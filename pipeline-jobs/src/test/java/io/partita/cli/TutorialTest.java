package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of {@code docs/tutorials}, in order, and the files that a page promises. */
@Tag("full")
class TutorialTest {
  private static final Path PAGES =
      Path.of(System.getProperty("partita.home", "..")).resolve("docs/tutorials");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path folder;

  @Test
  void play() throws IOException {
    follow("play.md");

    for (String file :
        List.of(
            "loops/drums-s1-01.wav",
            "loops/drums-s1-04.mid",
            "loops/drums-s1.png",
            "loops/drums-s7-04.json",
            "wild/drums-s7-01.png",
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

  /** Runs the indented commands of a page; each ends well. */
  private List<PartitaRun> follow(String page) throws IOException {
    String text = Files.readString(PAGES.resolve(page)).replace("\\\n", " ");
    List<PartitaRun> runs = new ArrayList<>();
    for (String line : text.lines().filter(l -> l.startsWith("    ./partita ")).toList()) {
      runs.add(PartitaRun.of(words(line.substring("    ./partita ".length()))).exits(0));
    }
    assertThat(runs).as("commands of %s", page).hasSizeGreaterThan(5);
    return runs;
  }

  /** A relative path, which the reader's shell resolves, is one of this test's folder. */
  private Object[] words(String command) {
    List<Object> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      boolean isQuoted = word.group(1) != null;
      String text = isQuoted ? word.group(1) : word.group(2);
      words.add(!isQuoted && isPath(words, text) ? folder.resolve(text) : text);
    }
    return words.toArray();
  }

  private static boolean isPath(List<Object> before, String word) {
    if (before.isEmpty() || word.startsWith("-") || word.startsWith("builtin:")) {
      return false;
    }
    Object last = before.get(before.size() - 1);
    boolean isOfOption =
        List.of("--lake", "--out", "--model", "--input", "--audio", "--metadata", "--match-scores")
            .contains(last);
    boolean isBare = before.stream().noneMatch(each -> each.toString().startsWith("--"));
    boolean isModel =
        isBare
            && ((before.get(0).equals("model") && before.size() > 1)
                || before.equals(List.of("generate")));
    return isOfOption || word.contains("/") || word.matches(".*\\.[a-z]+") || isModel;
  }
}
