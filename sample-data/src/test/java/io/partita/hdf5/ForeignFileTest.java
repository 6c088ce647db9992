package io.partita.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.msd.MsdIndexes;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.RowRange;
import io.partita.sample.MsdWriterTest;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

/** The tables as other programs write them: make_foreign.py, beside the file, made it with h5py. */
class ForeignFileTest {
  @Test
  void readsOtherOrdersWidthsLayoutsAndFilters() throws Exception {
    List<MsdSong> songs;
    byte[] bytes = getClass().getResourceAsStream("foreign.h5").readAllBytes();
    try (MsdSummaryReader reader =
        MsdSummaryReader.open(Hdf5File.open(new SeekableInMemoryByteChannel(bytes)))) {
      songs = MsdWriterTest.songs(reader.songs());
      assertThat(reader.ranges(100)).extracting(RowRange::start).containsExactly(0, 5, 10, 15, 20);
    }

    assertThat(songs).hasSize(23);
    for (int i = 0; i < songs.size(); i++) {
      String digits = "128F%07d".formatted(i);
      MsdIndexes idx =
          new MsdIndexes(
              i, 100 + i, 200 + i, 300 + i, 400 + i, 500 + i, 600 + i, 700 + i, 800 + i, 900 + i,
              1000 + i, 1100 + i, 1200 + i, 1300 + i, 1400 + i, i, i, i);
      assertThat(songs.get(i))
          .isEqualTo(
              new MsdSong(
                  "TRFOREI" + digits,
                  "SOFOREI" + digits,
                  "ARFOREI" + digits,
                  null,
                  i,
                  null,
                  i,
                  i,
                  "%032x".formatted(i),
                  "Mötley Crü",
                  "Früh " + i,
                  "0123456789",
                  1990 + i,
                  100 + i / 8.0,
                  120.0 * (i % 2),
                  0.0 - i,
                  i % 13 - 1,
                  i / 32.0,
                  i % 2,
                  0.5,
                  4,
                  1.0,
                  null,
                  null,
                  null,
                  99.0,
                  22_050,
                  0.25,
                  0.5,
                  null,
                  -33.5,
                  151.25,
                  "Malmö",
                  null,
                  null,
                  idx));
    }
  }
}
