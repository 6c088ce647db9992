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
              new MsdIndexes.Timeline(i, 100 + i),
              new MsdIndexes.Timeline(200 + i, 300 + i),
              new MsdIndexes.Timeline(400 + i, 500 + i),
              new MsdIndexes.Segments(
                  600 + i, 700 + i, 800 + i, 900 + i, 1000 + i, 1100 + i, 1200 + i),
              new MsdIndexes.Timeline(1300 + i, 1400 + i),
              i,
              i,
              i);
      assertThat(songs.get(i))
          .isEqualTo(
              new MsdSong(
                  "TRFOREI" + digits,
                  "SOFOREI" + digits,
                  i,
                  "Früh " + i,
                  new MsdSong.Artist(
                      "ARFOREI" + digits,
                      null,
                      i,
                      null,
                      "Mötley Crü",
                      0.25,
                      0.5,
                      -33.5,
                      151.25,
                      "Malmö"),
                  new MsdSong.Release("0123456789", i, 1990 + i),
                  null,
                  null,
                  new MsdSong.Analysis(
                      "%032x".formatted(i),
                      100 + i / 8.0,
                      120.0 * (i % 2),
                      0.0 - i,
                      new MsdSong.Estimate(i % 13 - 1, i / 32.0),
                      new MsdSong.Estimate(i % 2, 0.5),
                      new MsdSong.Estimate(4, 1.0),
                      null,
                      null,
                      null,
                      99.0,
                      22_050),
                  null,
                  idx));
    }
  }
}
