package io.partita.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.catalog.CsvCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogRowsTest {
  private static final String CSV =
      "midi_filename,split\na.mid,train\nb.mid,test\nc.mid,test\nd.mid,\n";

  @Test
  void aMemberHasTheRowThatEndsItsPath() throws Exception {
    CatalogRows rows = rows(CSV, "x/a.mid", "x/d.mid", "x/e.mid");

    assertThat(rows.row("x/a.mid"))
        .as("row of a.mid")
        .containsOnly(Map.entry("midi_filename", "a.mid"), Map.entry("split", "train"));
    assertThat(rows.split("x/a.mid")).as("split of a.mid").contains("train");
    assertThat(rows.split("x/d.mid")).as("split of a row without one").isEmpty();
    assertThat(rows.row("x/e.mid")).as("row of a member without one").isNull();
  }

  @Test
  void aContentHasTheSplitOfItsSmallestPathThatHasOne() throws Exception {
    CatalogRows rows = rows(CSV, "x/a.mid", "x/b.mid", "x/d.mid", "A/none.mid");

    assertThat(rows.split(List.of("x/d.mid", "x/b.mid", "x/a.mid", "A/none.mid")))
        .as("split of a content with four members")
        .contains("train");
    assertThat(rows.split(List.of("x/d.mid"))).as("split where no row has one").isEmpty();
  }

  @Test
  void contentsAndGroupsInSeveralSplitsAreCountedOnce() throws Exception {
    CatalogRows rows = rows(CSV, "x/a.mid", "x/b.mid", "x/c.mid", "x/d.mid");
    rows.note(List.of("x/a.mid", "x/b.mid", "x/c.mid"), "torn", "g");
    rows.note(List.of("x/b.mid", "x/d.mid"), "whole", "g");

    PartitionReport figures = PartitionReport.sum();
    rows.count(figures);

    assertThat(figures.counts())
        .as("what is counted")
        .containsEntry("contents_in_several_catalog_splits", 1L)
        .containsEntry("groups_in_several_catalog_splits", 1L)
        .containsEntry("catalog_rows", 4L)
        .containsEntry("catalog_rows_matched", 4L);
  }

  @Test
  void aPathThatIsThereTwiceIsOneMember() throws Exception {
    CatalogRows rows = rows(CSV, "x/a.mid", "x/a.mid", "x/e.mid", "x/e.mid");

    PartitionReport figures = PartitionReport.sum();
    rows.count(figures);

    assertThat(figures.counts())
        .as("what is counted")
        .containsEntry("catalog_rows_matched", 1L)
        .containsEntry("members_without_catalog_row", 1L);
  }

  @Test
  void withoutACatalogNothingIsKnownAndNothingCounted() {
    CatalogRows rows = new CatalogRows(null);
    rows.add("x/a.mid");
    PartitionReport figures = PartitionReport.sum();
    rows.count(figures);

    assertThat(rows.row("x/a.mid")).as("row").isNull();
    assertThat(rows.split("x/a.mid")).as("split").isEmpty();
    assertThat(figures.counts()).as("what is counted").isEmpty();
  }

  private static CatalogRows rows(String csv, String... members)
      throws IOException, MalformedInputException {
    CatalogRows rows =
        new CatalogRows(
            CsvCatalog.read(new ByteArrayInputStream(csv.getBytes(UTF_8)), "midi_filename"));
    for (String member : members) {
      rows.add(member);
    }
    return rows;
  }
}
