package io.partita.report;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.ReportSample;
import io.partita.SharedFolders;
import io.partita.VersionFiles;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report counts what its data sets lack, or says that it is missing. */
@InTurn
class ReportStatisticsTest {
  private static final ReportSample SAMPLE = ReportSample.get();

  @TempDir private Path folder;

  @Tag("full")
  @Test
  void whatIsMissingIsCountedFirstAndOnlyOnce() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(SAMPLE.lake(), lake);
    VersionFiles.editReport(
        lake, ReportSample.SONGS, "statistics", run -> run.put("with_suspects", true));
    Path out = folder.resolve("out");
    Object[] report = {"report", "--lake", lake, "--out", out, "--list", 3};

    PartitaRun first = PartitaRun.of(report).exits(0);

    first.warns("Counting", "hostile").warns("Counting", "lmd_matched");
    assertThat(first.errLines()).doNotHave(naming("Counting", "beats"));
    for (Path page : pages(out)) {
      assertThat(Files.readString(page)).as("%s", page).doesNotContain("class=\"note\"");
    }
    assertThat(Files.readString(out.resolve("dataset-hostile.html")))
        .contains("class=\"chart\"", ReportTest.titleOf("midi_files.duration_s"));
    assertThat(Files.readString(out.resolve("quality.html"))).contains("content_hash");
    assertThat(Files.readString(out.resolve("tracks.html")))
        .containsPattern(" 3 of [\\d,]+\\b[^<]*--list\\b")
        .containsPattern(" 2\\b[^<]* artist\\b");
    assertThat(
            Lake.existing(lake.toString(), new Configuration())
                .runReport(ReportSample.SONGS, LakeTable.STATISTICS)
                .path("with_suspects")
                .asBoolean())
        .isTrue();
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
          PartitaRun.line("report --lake {} --dataset hostile --out {}", folderOfLake, out)
              .exits(0);

      assertThat(other.stage()).isNotNull();
      report.warns("hostile", "slice drums", stats(folderOfLake, "hostile"));
    }
    assertThat(Files.readString(out.resolve("dataset-hostile.html")))
        .is(naming("slice drums", stats(folderOfLake, "hostile")));
  }

  private static String stats(Path lake, String dataset) {
    return "partita stats --lake " + lake + " --dataset " + dataset;
  }

  /** What is said above the plots of a data set. */
  private static List<String> notes(String dataset) throws IOException {
    return Pattern.compile("class=\"note\">(.*?)</p>")
        .matcher(read("dataset-" + dataset + ".html"))
        .results()
        .map(note -> note.group(1))
        .toList();
  }

  @Test
  void aReaderIsToldOfStatisticsThatAreMissingOrOld() throws Exception {
    Condition<String> old =
        naming("drum_slices", "drum_files", stats(SAMPLE.lake(), "lmd_matched"));
    Condition<String> none = naming(stats(SAMPLE.lake(), "hostile"));
    assertThat(SAMPLE.run().errLines())
        .filteredOn(line -> line.startsWith("hostile: "))
        .hasSize(1)
        .areExactly(1, none);
    assertThat(SAMPLE.run().errLines())
        .filteredOn(line -> line.startsWith("lmd_matched: "))
        .hasSize(1)
        .are(old);
    assertThat(notes("lmd_matched")).areExactly(1, old);
    assertThat(notes("hostile")).hasSize(1).areExactly(1, none);
    assertThat(read("dataset-beats.html")).doesNotContain("class=\"note\"");
  }

  @Test
  void aDataSetWithoutStatisticsIsShownAsFarAsItCanBe() {
    Path out = folder.resolve("out");
    Path lake = SAMPLE.lake();

    PartitaRun report =
        PartitaRun.of("report", "--no-stats", "--lake", lake, "--dataset", "hostile", "--out", out)
            .exits(0);

    report.warns("hostile", stats(lake, "hostile"));
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
