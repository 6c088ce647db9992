package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.ReportSample;
import io.partita.SharedFolders;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report counts what its data sets lack, or says that it is missing. */
@Tag("e2e")
class ReportStatisticsTest {
  private static final ReportSample SAMPLE = ReportSample.get();

  @TempDir private Path folder;

  @Test
  void whatIsMissingIsCountedFirstAndOnlyOnce() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(SAMPLE.lake(), lake);
    Path statistics = lake.resolve("statistics/dataset=" + ReportSample.SONGS + "/_run.json");
    Files.writeString(
        statistics,
        Files.readString(statistics)
            .replaceAll("\"with_suspects\" ?: ?false", "\"with_suspects\":true"));
    Path out = folder.resolve("out");
    Object[] report = {"report", "--lake", lake, "--out", out, "--tracks", 0, "--list", 3};

    PartitaRun first = PartitaRun.of(report).exits(0);

    assertThat(first.errLines())
        .contains("Counting hostile …", "Counting lmd_matched, whose tables have changed …")
        .doesNotContain("Counting beats …");
    for (Path page : pages(out)) {
      assertThat(Files.readString(page))
          .as("%s", page)
          .doesNotContain("class=\"note\"", "Nothing was counted");
    }
    assertThat(Files.readString(out.resolve("dataset-hostile.html")))
        .contains("class=\"chart\"", "Duration of MIDI files");
    assertThat(Files.readString(out.resolve("tracks.html")))
        .contains("The first 3 of ", ", by artist and title; partita report --list shows more.")
        .contains("All 2, by artist and title.");
    assertThat(Files.readString(statistics)).containsPattern("\"with_suspects\" ?: ?true");
    assertThat(PartitaRun.of(report).exits(0).err()).doesNotContain("Counting");
  }

  @Test
  void aLakeThatCannotBeWrittenIsShownAsItIs() throws Exception {
    Path folderOfLake = folder.resolve("lake");
    SharedFolders.copy(SAMPLE.lake(), folderOfLake);
    Lake lake = Lake.existing(folderOfLake.toString(), new Configuration());
    Path out = folder.resolve("out");
    try (Publication other = Publication.beside(lake, "hostile", "a-run", "other", "slice-drums")) {
      PartitaRun report =
          PartitaRun.of(
                  "report",
                  "--lake",
                  folderOfLake,
                  "--dataset",
                  "hostile",
                  "--out",
                  out,
                  "--tracks",
                  0)
              .exits(0);

      assertThat(other.stage()).isNotNull();
      assertThat(report.errLines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(
                          "hostile: There are no statistics, so most plots are missing. Nothing"
                              + " could be counted now (")
                      .contains("slice-drums")
                      .endsWith(
                          "). Run partita stats --lake " + folderOfLake + " --dataset hostile."));
    }
    assertThat(Files.readString(out.resolve("dataset-hostile.html")))
        .contains("Nothing could be counted now (", "Run partita stats --lake " + folderOfLake);
  }

  @Test
  void aReaderIsToldOfStatisticsThatAreMissingOrOld() throws Exception {
    String again = "Run partita stats --lake " + SAMPLE.lake() + " --dataset ";
    String old =
        "The statistics are older than drum_slices, drum_files. " + again + "lmd_matched again.";
    String none = "There are no statistics, so most plots are missing. " + again + "hostile.";
    String unfinished = "A publish of this data set was cut short.";
    assertThat(SAMPLE.run().errLines())
        .contains("lmd_matched: " + old, "hostile: " + none)
        .anySatisfy(line -> assertThat(line).startsWith("hostile: " + unfinished));
    assertThat(read("dataset-lmd_matched.html")).contains(old);
    assertThat(read("dataset-hostile.html")).contains(none, unfinished);
    assertThat(read("dataset-beats.html")).doesNotContain("class=\"note\"");
  }

  @Test
  void aDataSetWithoutStatisticsIsShownAsFarAsItCanBe() {
    Path out = folder.resolve("out");
    Path lake = SAMPLE.lake();

    PartitaRun report =
        PartitaRun.of("report", "--no-stats", "--lake", lake, "--dataset", "hostile", "--out", out)
            .exits(0);

    assertThat(report.err())
        .contains(
            "hostile: There are no statistics, so most plots are missing. Run partita stats --lake "
                + lake
                + " --dataset hostile.");
    assertThat(out.resolve("rejected.html")).exists();
  }

  private static List<Path> pages(Path report) throws IOException {
    try (Stream<Path> files = Files.list(report)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  private static String read(String page) throws IOException {
    return Files.readString(SAMPLE.report().resolve(page));
  }
}
