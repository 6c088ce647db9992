package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.lake.duplicates.Tunes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a lake where copies of a tune are in all splits, and of a data set not searched. */
@Tag("full")
class AlikeReportTest {
  private static final String CATALOG =
      """
      midi_filename,split
      a.mid,train
      a-in-d.mid,train
      a-late.mid,test
      a-part.mid,validation
      b.mid,train
      """;

  @TempDir private static Path folder;
  private static String page;

  @BeforeAll
  static void report() throws Exception {
    Path catalog = Files.writeString(folder.resolve("tunes.csv"), CATALOG);
    ingest(
        "tunes",
        Map.of(
            "a.mid", Tunes.of(1).bytes(),
            "a-in-d.mid", Tunes.of(1).transposed(2).bytes(),
            "a-late.mid", Tunes.of(1).jittered(20).bytes(),
            "a-part.mid", Tunes.of(1).from(40, 90).bytes(),
            "b.mid", Tunes.of(2).bytes()),
        "--catalog",
        catalog);
    ingest("others", Map.of("c.mid", Tunes.of(3).bytes()));
    PartitaRun.of("find-duplicates", "--lake", lake(), "--dataset", "tunes").exits(0);
    PartitaRun.of("report", "--lake", lake(), "--out", folder.resolve("r")).exits(0);
    page = Files.readString(folder.resolve("r/alike.html"));
  }

  @Test
  void pairsAreCountedByTierAndClustersByFiles() {
    assertThat(rows("Clusters and groups")).isEqualTo("5 2 3 2 4");
    assertThat(rows("Pairs by tier"))
        .startsWith("exact same 1 1 strict ")
        .contains("strict excerpt ", "strict same ");
    assertThat(rows("Largest clusters")).startsWith("4 tunes/a").contains("tunes/a-part.mid");
  }

  @Test
  void leaksOfOfficialSplitsAreToldByTier() {
    assertThat(rows("Pairs in two splits")).matches(".* strict [23]");
    assertThat(rows("The surest pairs in two splits"))
        .startsWith("strict ")
        .contains("test tunes/a-late.mid", "validation tunes/a-part.mid");
  }

  @Test
  void onlyADataSetThatWasSearchedLinksToIt() throws Exception {
    assertThat(Files.readString(folder.resolve("r/index.html")))
        .contains("<a href=\"alike.html#tunes\">")
        .doesNotContain("alike.html#others");
  }

  @Test
  void aDataSetThatNobodySearchedSaysSo() {
    assertThat(
            page.substring(page.indexOf("<h2 id=\"others\">"), page.indexOf("<h2 id=\"tunes\">")))
        .contains("<p>")
        .doesNotContain("<table", "<h3>");
  }

  /** The cells of a table of the page, one after the other. */
  private static String rows(String title) {
    int from = page.indexOf("<tbody>", page.indexOf("<h3>" + title + "</h3>"));
    String body = page.substring(from, page.indexOf("</tbody>", from));
    return Pattern.compile("<[^>]*>").matcher(body.replace("</td>", " ")).replaceAll("").strip();
  }

  private static void ingest(String dataset, Map<String, byte[]> files, Object... more)
      throws IOException {
    Map<String, byte[]> members = new TreeMap<>();
    files.forEach((name, bytes) -> members.put(dataset + "/" + name, bytes));
    Path archive = InputArchives.write(folder.resolve(dataset + ".zip"), members);
    List<Object> line =
        new ArrayList<>(
            List.of("ingest-midi", "--input", archive, "--lake", lake(), "--dataset", dataset));
    line.addAll(List.of(more));
    PartitaRun.of(line.toArray()).exits(0);
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
