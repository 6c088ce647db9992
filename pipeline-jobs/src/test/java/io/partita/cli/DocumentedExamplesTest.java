package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.AudioSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the documents, in the order of its page, in a copy of {@link
 * DocumentedWorkspace}. {@link ShortCommand} makes trainings short.
 */
@Tag("full")
@ExtendWith(SharedFolders.class)
class DocumentedExamplesTest {
  /** Beginnings of pages that other tests run. */
  private static final Map<String, String> PAGES_OF_OTHERS =
      Map.of("docs/tutorials/", "TutorialTest", "docs/cookbook.md", "CookbookTest");

  /** A part of lines that are not run here, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("…", "leaves something out"),
          Map.entry("tables, sql, sql serve,", "a line of a picture"),
          Map.entry("--master spark://", "needs a cluster: io.partita.cluster"),
          Map.entry("cluster st", "starts servers: LocalClusterTest"),
          Map.entry("notebook", "needs Jupyter: NotebookExecutionTest"),
          Map.entry("engines add", "downloads and builds an engine"),
          Map.entry("studio", "serves until it is stopped: studio's StudioProgramTest"),
          Map.entry("download ", "needs a network: DownloadTest"),
          Map.entry("sql serve", "waits for clients: SqlProgramsTest"),
          Map.entry("models/encodec-24khz", "needs a network: PublishedNetworksTest"),
          Map.entry("--model rave.ts", "needs an engine: HostedCommandsTest"),
          Map.entry("encodec.ts", "needs an engine: host-pytorch"),
          Map.entry("hifigan.ts", "needs an engine: host-pytorch"));

  /** Parts of lines whose answer about small data may be no: they may end with 3, too. */
  private static final Map<String, String> MAY_SAY_NO =
      Map.of(
          "model check --evaluation", "two updates beat no baseline",
          "--gate ", "two updates play no music",
          "--min-rows 100000", "the data set is small");

  /** Words that stand for a name of the reader's, and one of 24 clips, of which two are made. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "ID", DocumentedWorkspace.TRACK,
          "NAME", "lmd_matched",
          "fma_small/001/001706.mp3", "clip.mp3");

  /** Files that pages promise. */
  private static final Map<String, List<String>> PROMISED =
      Map.of(
          "docs/codecs.md",
          List.of("codes.npz", "two.wav", "pictures/curve.png", "pictures/codes.png"),
          "docs/drums.md",
          List.of(
              "out/drums-s1-01.mid",
              "out/drums-s1-01.wav",
              "out/drums-s1-01.png",
              "out/beat-reconstruction.wav",
              "out/beat.png",
              "out/rock-to-funk-01.mid",
              "out/rock-to-funk.wav",
              "out/beat-similar-01.mid"),
          "docs/pytorch.md",
          List.of("remi/README.md", "remi/vocabulary.json", "remi-npy/train.npy"),
          "docs/report.md",
          List.of("report/index.html", "report/training.html"),
          "docs/training.md",
          List.of("curves.png", "published/drums/evaluation.json", "published/drums/test.json"),
          "README.md",
          List.of("report/index.html", "models/drums/curves.png"));

  @TempDir private Path folder;

  static Stream<String> pages() throws IOException {
    List<String> pages = new ArrayList<>();
    for (Path file : DocumentedLine.pages()) {
      String page = DocumentedLine.HOME.relativize(file).toString();
      if (PAGES_OF_OTHERS.keySet().stream().noneMatch(page::startsWith)
          && !run(DocumentedLine.of(file)).isEmpty()) {
        pages.add(page);
      }
    }
    return pages.stream();
  }

  private static List<DocumentedLine> run(List<DocumentedLine> lines) {
    return lines.stream()
        .filter(line -> NOT_RUN.keySet().stream().noneMatch(line.text()::contains))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePagesExamplesRun(String page) throws IOException {
    List<DocumentedLine> lines = run(DocumentedLine.of(DocumentedLine.HOME.resolve(page)));
    SharedFolders.copy(DocumentedWorkspace.get(), folder);
    for (DocumentedLine line : lines) {
      clear(line);
    }
    List<String> failures = new ArrayList<>();
    for (DocumentedLine line : lines) {
      PartitaRun run = run(line);
      boolean mayBe3 = MAY_SAY_NO.keySet().stream().anyMatch(line.text()::contains);
      if (run.exitCode() != 0 && !(mayBe3 && run.exitCode() == 3)) {
        failures.add(line + "\n  exit code " + run.exitCode() + ": " + run.err());
      }
    }
    assertThat(failures).isEmpty();
    for (String file : PROMISED.getOrDefault(page, List.of())) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
  }

  @Test
  void theTablesAreOfLinesInTheDocuments() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : DocumentedLine.pages()) {
      DocumentedLine.of(page).forEach(line -> lines.add(line.toString()));
    }
    for (Map<String, String> table : List.of(PAGES_OF_OTHERS, NOT_RUN, MAY_SAY_NO)) {
      for (String part : table.keySet()) {
        assertThat(lines).as(part).anyMatch(line -> line.contains(part));
      }
    }
  }

  /** What the page makes is not there before. */
  private void clear(DocumentedLine line) throws IOException {
    List<String> words = line.words(folder);
    int model = words.indexOf("--model");
    if (words.get(0).equals("train") && model >= 0) {
      FileUtils.deleteDirectory(Path.of(words.get(model + 1)).toFile());
    }
    if (words.get(0).equals("convert")) {
      Files.deleteIfExists(Path.of(words.get(2)));
    }
  }

  private PartitaRun run(DocumentedLine line) throws IOException {
    List<String> words = new ArrayList<>(ShortCommand.of(line.words(folder)));
    words.replaceAll(this::named);
    if (words.get(0).equals("demo") && !words.contains("--out")) {
      words.addAll(List.of("--out", folder.resolve("demo").toString())); // its default
    }
    String typed = line.echoed().isEmpty() ? "SHOW TABLES;" : line.echoed();
    PartitaRun run = PartitaRun.ofInput(typed, words.toArray());
    if (line.redirection().isPresent()) {
      Files.writeString(folder.resolve(line.redirection().get()), run.out());
    }
    if (line.unzipped().isPresent()) {
      unzip(folder.resolve(line.unzipped().get()));
    }
    return run;
  }

  private String named(String word) {
    return PLACEHOLDERS.entrySet().stream()
        .filter(name -> word.equals(name.getKey()) || word.equals(folder + "/" + name.getKey()))
        .map(name -> word.replace(name.getKey(), name.getValue()))
        .findFirst()
        .orElse(word);
  }

  private void unzip(Path zip) throws IOException {
    for (Map.Entry<String, byte[]> member : AudioSample.members(zip).entrySet()) {
      Path file = folder.resolve(member.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, member.getValue());
    }
  }
}
