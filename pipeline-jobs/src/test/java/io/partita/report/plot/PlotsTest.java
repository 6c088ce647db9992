package io.partita.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlotsTest {
  @Test
  void areThoseOfTheTables() {
    assertThat(Plots.ALL)
        .as("what a data set's page draws")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(LakeTable.values())
                .flatMap(table -> table.spec().plots().stream())
                .toList());
    assertThat(Plots.ALL.stream().map(Plot::title))
        .as("titles, by which a reader tells plots apart")
        .doesNotHaveDuplicates();
  }

  @Test
  void standUnderTheirSections() {
    assertThat(Plots.ALL.stream().map(Plot::section).distinct())
        .as("sections of a page")
        .containsExactly(
            "Tracks",
            "MIDI files",
            "Notes",
            "Drum loops",
            "Drum performances",
            "Melodies and trios",
            "Catalog",
            "Audio",
            "Near-duplicates");
  }
}
