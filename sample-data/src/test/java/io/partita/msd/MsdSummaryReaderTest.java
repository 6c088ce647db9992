package io.partita.msd;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static io.partita.sample.MsdWriterTest.songs;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.archive.LocalFile;
import io.partita.hdf5.Hdf5File;
import io.partita.sample.MsdWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsdSummaryReaderTest {
  private static final int ROWS = 5_000;

  @TempDir static Path folder;
  private static Path summary;

  @BeforeAll
  static void writeSummary() throws IOException {
    summary = folder.resolve("summary.h5");
    // More rows than PyTables keeps in chunks of one.
    MsdWriter.writeSummary(summary, ROWS, MsdSamples.songs(ROWS), rows -> {});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 4_999, 5_000, 1_000_000})
  void cutsAllRowsIntoRanges(int count) throws Exception {
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(summary))) {
      List<RowRange> ranges = reader.ranges(count);

      assertThat(ranges).hasSizeBetween(1, Math.min(count, ROWS));
      int next = 0;
      for (RowRange range : ranges) {
        assertThat(range.start()).isEqualTo(next);
        assertThat(range.rows()).isPositive();
        next = range.end();
      }
      assertThat(next).isEqualTo(ROWS);
    }
  }

  @Test
  void readsRangesInParallelFromOneReaderAndFromSeveral() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (MsdSummaryReader shared = MsdSummaryReader.open(new LocalFile(summary))) {
      List<Future<List<MsdSong>>> parts = new ArrayList<>();
      for (RowRange range : shared.ranges(8)) {
        parts.add(threads.submit(() -> songs(shared.songs(range, id -> true))));
        parts.add(
            threads.submit(
                () -> {
                  try (MsdSummaryReader own = MsdSummaryReader.open(new LocalFile(summary))) {
                    return songs(own.songs(range, id -> true));
                  }
                }));
      }
      int row = 0;
      for (int i = 0; i < parts.size(); i += 2) {
        assertThat(parts.get(i + 1).get()).isEqualTo(parts.get(i).get());
        for (MsdSong song : parts.get(i).get()) {
          assertThat(song).isEqualTo(MsdSamples.song(row++));
        }
      }
      assertThat(row).isEqualTo(ROWS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void readsNoMetadataOfUnwantedRows() throws Exception {
    byte[] bytes = Files.readAllBytes(summary);
    long everything = bytesRead(bytes, "TR");
    long one = bytesRead(bytes, MsdSamples.song(4_321).trackId());
    long none = bytesRead(bytes, "nothing");

    assertThat(one).isLessThan(everything / 2).isGreaterThan(none);
    assertThat(one - none).as("one chunk of each of two tables").isLessThan(8_192);
  }

  private static long bytesRead(byte[] bytes, String prefix) throws Exception {
    CountingChannel channel = new CountingChannel(bytes);
    try (MsdSummaryReader reader = MsdSummaryReader.open(Hdf5File.open(channel))) {
      songs(reader.songs(new RowRange(0, ROWS), id -> id.startsWith(prefix)));
    }
    return channel.bytesRead;
  }

  private static final class CountingChannel extends SeekableInMemoryByteChannel {
    private long bytesRead;

    CountingChannel(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int count = super.read(buffer);
      bytesRead += Math.max(0, count);
      return count;
    }
  }

  @Test
  void givesOnlyWantedSongsInOrder() throws Exception {
    String first = MsdSamples.song(36).trackId();
    String second = MsdSamples.song(4_000).trackId();
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(summary));
        SongCursor cursor =
            reader.songs(new RowRange(30, 4_500), id -> id.equals(first) || id.equals(second))) {
      assertThat(cursor.hasNext()).isTrue();
      assertThat(cursor.hasNext()).isTrue();
      assertThat(cursor.next()).isEqualTo(MsdSamples.song(36));
      assertThat(cursor.next()).isEqualTo(MsdSamples.song(4_000));
      assertThat(cursor.hasNext()).isFalse();
      assertThatThrown(NoSuchElementException.class, cursor::next).names("4,500");
    }
  }

  @Test
  void readsThroughAChannelThatGivesAByteAtATime() throws Exception {
    SeekableByteChannel slow =
        new SeekableInMemoryByteChannel(Files.readAllBytes(summary)) {
          @Override
          public int read(ByteBuffer buffer) throws IOException {
            int limit = buffer.limit();
            buffer.limit(Math.min(limit, buffer.position() + 1));
            try {
              return super.read(buffer);
            } finally {
              buffer.limit(limit);
            }
          }
        };
    try (MsdSummaryReader reader = MsdSummaryReader.open(Hdf5File.open(slow))) {
      assertThat(songs(reader.songs(new RowRange(10, 20), id -> true)))
          .first()
          .isEqualTo(MsdSamples.song(10));
    }
  }

  @Test
  void refusesRangesOutsideTheFile() throws Exception {
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(summary))) {
      assertThatIllegal(() -> reader.songs(new RowRange(4_999, 5_001), id -> true))
          .names("5,000", "4,999", "5,001");
      assertThatIllegal(() -> reader.ranges(0)).names(1, 0);
    }
    assertThatIllegal(() -> new RowRange(2, 1)).names(2, 1);
  }

  @Test
  void readsTheTablesOfATracksFile() throws Exception {
    Path track = folder.resolve("track.h5");
    MsdWriter.writeTrack(track, MsdSamples.track(200));
    try (MsdSummaryReader reader = MsdSummaryReader.open(new LocalFile(track))) {
      assertThat(songs(reader.songs())).containsExactly(MsdSamples.song(200));
    }
  }

  @Test
  void saysWhatAFileWithoutTablesHas() {
    Path other = SharedData.file("data/hdf5/jhdf/compound_datasets_earliest.hdf5");
    assertThatFault(() -> MsdSummaryReader.open(new LocalFile(other)))
        .is("MISSING_TABLE")
        .names("/analysis/songs", "/");
  }
}
