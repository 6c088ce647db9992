package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.ReportSample;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.report.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of a lake of everything: its pages, links, plots and queries. */
@Tag("e2e")
class ReportTest {
  private static final ReportSample SAMPLE = ReportSample.get();
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern PANEL =
      Pattern.compile("<article class=\"panel\">.*?</article>", Pattern.DOTALL);
  private static final Pattern BODY = Pattern.compile("<tbody>(.*?)</tbody>", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<td([^>]*)>(.*?)</td>");
  private static final Pattern VALUE = Pattern.compile("data-value=\"([^\"]*)\"");
  private static final Pattern SQL = Pattern.compile("<code>(.*?)</code>", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void thereIsAPageForEachDataSetAndEachQuestion() throws Exception {
    assertThat(pages())
        .containsExactlyInAnyOrder(
            "index.html",
            "dataset-beats.html",
            "dataset-fma_small.html",
            "dataset-hostile.html",
            "dataset-lmd_matched.html",
            "tracks.html",
            "rejected.html",
            "quality.html",
            "alike.html",
            "training.html");
    assertThat(SAMPLE.run().outLines())
        .containsExactly("Open " + SAMPLE.report().resolve("index.html"));
    for (String page : pages()) {
      assertThat(read(page))
          .as(page)
          .startsWith("<!DOCTYPE html>")
          .contains("lang=\"en\"", "aria-current=\"page\"", SAMPLE.lake().toString())
          .contains("Partita " + Version.current());
    }
  }

  @Test
  void everyLinkStaysInTheFolderAndNothingIsLoadedFromElsewhere() throws Exception {
    Set<String> linked = new HashSet<>();
    for (String page : pages()) {
      LINK.matcher(read(page)).results().map(found -> found.group(1)).forEach(linked::add);
    }
    assertThat(linked).contains("assets/report.css", "tracks.html#lmd_matched");
    for (String link : linked) {
      assertThat(link).doesNotContain(":").doesNotStartWith("//");
      String file = link.replaceFirst("#.*", "");
      assertThat(SAMPLE.report().resolve(file)).as(link).exists();
    }
    assertThat(read("assets/report.css")).doesNotContain("url(", "@import");
    assertThat(read("assets/report.js")).doesNotContain("fetch(", "XMLHttpRequest", "import(");
    assertThat(read("assets/echarts-NOTICE.txt")).contains("Apache Software Foundation");
    assertThat(read("assets/echarts-LICENSE.txt")).contains("Apache License", "Baidu", "Bostock");
  }

  @InTurn
  @Test
  void theQueryOnAPageGivesTheRowsOnThePage() throws Exception {
    Lake lake = Lake.existing(SAMPLE.lake().toString(), new Configuration());
    int compared = 0;
    try (SparkSession spark = Spark.session("test")) {
      ReportQueries queries = new ReportQueries(spark, LakeReader.tables(spark, lake));
      for (String page : pages()) {
        for (MatchResult panel : PANEL.matcher(read(page)).results().toList()) {
          String sql = unescaped(first(SQL, panel.group()));
          assertThat(queries.rows(sql).cells()).as(sql).isEqualTo(cells(panel.group()));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(60);
  }

  @Test
  void plotsShowWhatTheTablesHold() throws Exception {
    String songs = read("dataset-lmd_matched.html");
    assertThat(songs)
        .contains(titleOf("tracks.duration_s"), titleOf("midi_files.n_notes"), "Velocity")
        .contains("Acoustic Bass", ">C4<")
        .doesNotContain("Mel energy");
    assertThat(panel(songs, titleOf("tracks.key")))
        .containsSubsequence(">C major<", ">A minor<", ">G major<", ">E minor<", ">D minor<");
    assertThat(read("dataset-fma_small.html"))
        .contains("Mel energy", "Genre", "Release date", "Sample rates")
        .doesNotContain("Velocity", titleOf("tracks.key"));
    assertThat(read("dataset-beats.html")).contains(titleOf("drum_slices.n_hits"));
    assertThat(read("rejected.html")).contains("NOT_MIDI", "lmd_matched/damaged/page.mid");
    assertThat(read("quality.html")).contains("content_hash");
  }

  @Test
  void aFileWithoutFaultIsNotOfUnknownFault() throws Exception {
    List<MatchResult> panels =
        PANEL
            .matcher(read("quality.html"))
            .results()
            .filter(panel -> panel.group().contains("<h3>Unknown values</h3>"))
            .toList();
    assertThat(panels).isNotEmpty();
    for (MatchResult panel : panels) {
      assertThat(cells(panel.group()))
          .extracting(row -> row.get(1))
          .isNotEmpty()
          .doesNotContain("fault", "byte_offset", "reason");
    }
  }

  @Test
  void everyTrackIsInAList() throws Exception {
    String page = read("tracks.html");
    assertThat(panel(page, "MIDI files"))
        .contains(">title<", ">artist<", ">duration (s)<", ">tempo (bpm)<", ">key<", ">notes<")
        .contains(">status<", ">split<");
    assertThat(cells(panel(page, "Audio files"))).extracting(row -> row.get(4)).contains("ok");
    assertThat(unescaped(page)).contains(ReportSample.HOSTILE_NAME);
  }

  @Test
  void namesOfFilesAreTextAndNothingElse() throws Exception {
    for (String page : List.of("tracks.html", "rejected.html")) {
      assertThat(read(page)).doesNotContain("<img src=x", "<script>", "\"'<");
    }
    assertThat(unescaped(read("rejected.html"))).contains(ReportSample.HOSTILE_PATH);
  }

  @Test
  void trainingsAreShownWithWhatWasMeasured() throws Exception {
    assertThat(read("training.html"))
        .containsSubsequence("musicvae", "data-shape=\"lines\"", "Learning rate", "</h4>", "elbo")
        .doesNotContain("<audio", "<img");
  }

  @Tag("full")
  @Test
  void theSameLakeGivesTheSameBytesAndNotManyOfThem() throws Exception {
    Path again = folder.resolve("again");
    SAMPLE.report(again);
    long bytes = 0;
    List<Path> files = files(SAMPLE.report());
    assertThat(files(again)).hasSameSizeAs(files);
    for (Path file : files) {
      Path other = again.resolve(SAMPLE.report().relativize(file).toString());
      assertThat(other).hasSameBinaryContentAs(file);
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThan(3_000_000);
  }

  @Tag("full")
  @Test
  void aLakeWithoutTrainingsSaysHowToTrainAndPagesOfAnEarlierReportGo() throws Exception {
    Path lake = folder.resolve("lake");
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset line", NoteSample.get().midi(0), lake)
        .exits(0);
    Path out = folder.resolve("out");
    Object[] report = {"report", "--lake", lake, "--out", out};

    PartitaRun.of(report).exits(0);

    assertThat(Files.readString(out.resolve("training.html")))
        .contains("partita train lstm --lake ");
    Files.writeString(out.resolve("stale.html"), "of an earlier report");
    PartitaRun.of(report).exits(0);
    assertThat(out.resolve("stale.html")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoReportIsLeftAlone() throws Exception {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis.txt"), "mine");
    Path file = Files.writeString(folder.resolve("file"), "mine");
    for (Path out : List.of(mine, file)) {
      PartitaRun.of("report", "--lake", SAMPLE.lake(), "--out", out)
          .mistake(Mistake.OCCUPIED)
          .names("--out", out);
    }
    assertThat(mine.resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void aLakeThatIsNotThereOrHasNoSuchDataSetIsAMistake() {
    Path out = folder.resolve("out");
    Path lake = SAMPLE.lake();
    PartitaRun.of("report", "--lake", lake, "--dataset", "none", "--out", out)
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("none", "[beats, fma_small, hostile, lmd_matched]");
    PartitaRun.of("report", "--lake", folder, "--out", out)
        .mistake(Mistake.NO_SUCH_LAKE)
        .names(folder);
    assertThat(out).doesNotExist();
  }

  @Test
  void aListOutOfRangeIsAMistake() {
    PartitaRun.of("report", "--lake", SAMPLE.lake(), "--out", folder.resolve("o"), "--list=-1")
        .mistake("bad_option --list 0 10000 -1");
  }

  private static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLE.report())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".html"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String read(String page) throws IOException {
    return Files.readString(SAMPLE.report().resolve(page));
  }

  /** The title of the plot that counts a column. */
  static String titleOf(String counted) {
    return Plots.ALL.stream()
        .filter(plot -> counted.equals(plot.counted()))
        .findFirst()
        .orElseThrow()
        .title();
  }

  /** The first panel of a title. */
  private static String panel(String page, String title) {
    return PANEL
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .filter(panel -> panel.contains("<h3>" + title + "</h3>"))
        .findFirst()
        .orElseThrow();
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
  }

  /** The rows of a panel's table: what the script draws. */
  private static List<List<String>> cells(String panel) {
    List<List<String>> rows = new ArrayList<>();
    for (MatchResult row : ROW.matcher(first(BODY, panel)).results().toList()) {
      List<String> cells = new ArrayList<>();
      for (MatchResult cell : CELL.matcher(row.group(1)).results().toList()) {
        String shown =
            VALUE
                .matcher(cell.group(1))
                .results()
                .map(value -> value.group(1))
                .findFirst()
                .orElse(cell.group(2));
        cells.add(cell.group(1).contains("class=\"null\"") ? null : unescaped(shown));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
