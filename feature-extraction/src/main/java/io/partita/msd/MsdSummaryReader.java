package io.partita.msd;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.hdf5.Hdf5Fault;
import io.partita.hdf5.Hdf5File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads a file of many songs of the Million Song Dataset, as {@code msd_summary_file.h5}: the
 * tables {@code /analysis/songs}, {@code /metadata/songs} and {@code /musicbrainz/songs}, row n of
 * each the same song. It holds an index of the chunks, 16 bytes each, and what its cursors hold; a
 * million songs read in a few megabytes.
 *
 * <p>Threads may share one reader, each with its own {@linkplain #songs cursor}, or open several.
 *
 * <p>The file's format is HDF5 with a superblock of version 0 or 1, also behind a user block, as
 * PyTables 2 and h5py write it: groups with symbol tables, tables chunked under a B-tree of version
 * 1 or contiguous, deflate, shuffle and Fletcher-32. Columns may be in any order and beside others,
 * texts of any width, integers of 1 to 4 bytes, reals of 4 or 8; each of the layout must be there.
 */
public final class MsdSummaryReader implements AutoCloseable {
  private final Hdf5File file;
  private final MsdTable analysis;
  private final MsdTable metadata;
  private final MsdTable musicbrainz;

  private MsdSummaryReader(
      Hdf5File file, MsdTable analysis, MsdTable metadata, MsdTable musicbrainz) {
    this.file = file;
    this.analysis = analysis;
    this.metadata = metadata;
    this.musicbrainz = musicbrainz;
  }

  /**
   * Opens a file and checks its tables.
   *
   * @throws MalformedInputException with an {@link Hdf5Fault}, if it is no HDF5 file, is cut short,
   *     lacks a table or a column, or its tables differ in their number of rows
   * @throws IOException if it cannot be read
   */
  public static MsdSummaryReader open(InputFile input) throws IOException, MalformedInputException {
    return open(Hdf5File.open(input.openChannel()));
  }

  /** Opens the tables of a file, which belongs to the reader from now on, also if this throws. */
  public static MsdSummaryReader open(Hdf5File file) throws IOException, MalformedInputException {
    boolean open = false;
    try {
      MsdTable analysis = MsdTable.open(file, MsdLayout.ANALYSIS);
      MsdTable metadata = MsdTable.open(file, MsdLayout.METADATA);
      MsdTable musicbrainz = MsdTable.open(file, MsdLayout.MUSICBRAINZ);
      if (metadata.rows() != analysis.rows() || musicbrainz.rows() != analysis.rows()) {
        throw new MalformedInputException(
            Hdf5Fault.BAD_TABLE,
            analysis.byteOffset(),
            "Expected as many rows in each table, got %,d of analysis, %,d of metadata, %,d of"
                    .formatted(analysis.rows(), metadata.rows(), musicbrainz.rows())
                + " musicbrainz");
      }
      open = true;
      return new MsdSummaryReader(file, analysis, metadata, musicbrainz);
    } finally {
      if (!open) {
        file.close();
      }
    }
  }

  /** How many songs the file has. */
  public int rows() {
    return analysis.rows();
  }

  /**
   * Cuts the file for parallel reading: all rows, in order, in ranges of about the same size that
   * begin with a chunk of {@code /metadata/songs}, the largest table.
   *
   * @param count number of ranges, at least 1; there are fewer where there are fewer chunks
   */
  public List<RowRange> ranges(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("Expected 1 or more ranges, got " + count);
    }
    long chunkRows = metadata.chunkRows();
    long chunks = (rows() + chunkRows - 1) / chunkRows;
    List<RowRange> ranges = new ArrayList<>();
    int start = 0;
    for (long i = 1; i <= count; i++) {
      int end = (int) Math.min(rows(), chunks * i / count * chunkRows);
      if (end > start) {
        ranges.add(new RowRange(start, end));
        start = end;
      }
    }
    return ranges;
  }

  /** All songs, for one thread. */
  public SongCursor songs() {
    return songs(new RowRange(0, rows()), trackId -> true);
  }

  /**
   * The songs of a range whose {@code track_id} is wanted, in the file's order.
   *
   * @param wanted asked once for each row, with an empty text for a row without an id
   */
  public SongCursor songs(RowRange range, Predicate<String> wanted) {
    if (range.end() > rows()) {
      throw new IllegalArgumentException(
          "Expected a range within %,d rows, got %,d to %,d"
              .formatted(rows(), range.start(), range.end()));
    }
    return new SongCursor(analysis, metadata, musicbrainz, range, wanted);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
