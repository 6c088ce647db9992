package io.partita.msd;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.hdf5.Hdf5Column;
import io.partita.msd.MsdLayout.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsdLayoutTest {
  @Test
  void hasRowsOfTheDatasetsSizes() {
    assertThat(MsdLayout.ANALYSIS.rowBytes()).isEqualTo(220);
    assertThat(MsdLayout.METADATA.rowBytes()).isEqualTo(5_320);
    assertThat(MsdLayout.MUSICBRAINZ.rowBytes()).isEqualTo(8);
  }

  @Test
  void hasColumnsInAlphabeticalOrder() {
    for (Table table :
        new Table[] {MsdLayout.ANALYSIS, MsdLayout.METADATA, MsdLayout.MUSICBRAINZ}) {
      assertThat(table.columns()).extracting(Hdf5Column::name).isSorted();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 37, 3, 1024",
    "1000000, 148, 12, 1024",
    "1000, 37, 1, 1024",
    "0, 37, 1, 1024"
  })
  void cutsChunksAsPyTablesDoes(long rows, int analysis, int metadata, int musicbrainz) {
    assertThat(MsdLayout.ANALYSIS.chunkRows(rows)).isEqualTo(analysis);
    assertThat(MsdLayout.METADATA.chunkRows(rows)).isEqualTo(metadata);
    assertThat(MsdLayout.MUSICBRAINZ.chunkRows(rows)).isEqualTo(musicbrainz);
  }
}
