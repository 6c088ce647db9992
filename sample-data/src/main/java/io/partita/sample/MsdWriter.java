package io.partita.sample;

import io.partita.msd.MsdArray;
import io.partita.msd.MsdLayout;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdTrack;
import io.partita.msd.MsdTrack.ArtistTerm;
import io.partita.msd.MsdTrack.Mbtag;
import io.partita.msd.MsdTrack.Segments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes HDF5 files in the layout of the Million Song Dataset, for generated data sets: superblock
 * 0, chunks shuffled and deflated at level 1, little-endian, columns in alphabetical order, with
 * PyTables' attributes. What a song does not know is written as the value the dataset marks it
 * with, so that reading gives equal records. The same input gives the same bytes.
 *
 * <p>Files lie on a local disk; one that is there is replaced, and one that cannot be finished is
 * deleted. Threads may write several files at once.
 */
public final class MsdWriter {
  private static final int PROGRESS_ROWS = 1_000;

  private MsdWriter() {}

  /**
   * Writes a summary file, {@code msd_summary_file.h5} in the dataset: the three tables with a row
   * a song, without arrays. Memory does not grow with the number of songs.
   *
   * @param rows number of songs that the iterator gives
   * @param progress listener that is told how many rows are written, every 1,000 and once at the
   *     end
   * @throws IllegalArgumentException if the iterator gives more or fewer songs, or a text has more
   *     bytes than its column holds
   * @throws IOException if the file cannot be written
   */
  public static void writeSummary(
      Path file, long rows, Iterator<MsdSong> songs, LongConsumer progress) throws IOException {
    if (rows < 0) {
      throw new IllegalArgumentException("Expected 0 or more rows, got " + rows);
    }
    writeFile(
        file,
        out -> {
          Tables tables = new Tables(out, rows, rows);
          for (long row = 0; row < rows; row++) {
            if (!songs.hasNext()) {
              throw new IllegalArgumentException(
                  "Expected %,d songs, got %,d".formatted(rows, row));
            }
            tables.append(songs.next());
            if ((row + 1) % PROGRESS_ROWS == 0 && row + 1 < rows) {
              progress.accept(row + 1);
            }
          }
          if (songs.hasNext()) {
            throw new IllegalArgumentException("Expected %,d songs, got more".formatted(rows));
          }
          tables.flush();
        });
    progress.accept(rows);
  }

  /**
   * Writes the file of one track, {@code TR….h5} in the dataset: the three tables with one row, and
   * every array.
   *
   * @throws IllegalArgumentException if a text has more bytes than its column holds
   * @throws IOException if the file cannot be written
   */
  public static void writeTrack(Path file, MsdTrack track) throws IOException {
    writeFile(
        file,
        out -> {
          Tables tables = new Tables(out, 1, MsdLayout.TRACK_EXPECTED_ROWS);
          tables.append(track.song());
          tables.flush();
          writeArrays(out, track);
        });
  }

  private static void writeArrays(Hdf5Output out, MsdTrack track) throws IOException {
    doubles(out, MsdArray.BARS_START, track.bars().start());
    doubles(out, MsdArray.BARS_CONFIDENCE, track.bars().confidence());
    doubles(out, MsdArray.BEATS_START, track.beats().start());
    doubles(out, MsdArray.BEATS_CONFIDENCE, track.beats().confidence());
    doubles(out, MsdArray.SECTIONS_START, track.sections().start());
    doubles(out, MsdArray.SECTIONS_CONFIDENCE, track.sections().confidence());
    doubles(out, MsdArray.TATUMS_START, track.tatums().start());
    doubles(out, MsdArray.TATUMS_CONFIDENCE, track.tatums().confidence());

    Segments segments = track.segments();
    doubles(out, MsdArray.SEGMENTS_START, segments.start());
    doubles(out, MsdArray.SEGMENTS_CONFIDENCE, segments.confidence());
    doubles(out, MsdArray.SEGMENTS_LOUDNESS_MAX, segments.loudnessMax());
    doubles(out, MsdArray.SEGMENTS_LOUDNESS_MAX_TIME, segments.loudnessMaxTime());
    doubles(out, MsdArray.SEGMENTS_LOUDNESS_START, segments.loudnessStart());
    doubles(out, MsdArray.SEGMENTS_PITCHES, segments.pitches());
    doubles(out, MsdArray.SEGMENTS_TIMBRE, segments.timbre());

    List<ArtistTerm> terms = track.artistTerms();
    texts(out, MsdArray.ARTIST_TERMS, terms.stream().map(ArtistTerm::term).toList());
    doubles(
        out, MsdArray.ARTIST_TERMS_FREQ, terms.stream().mapToDouble(ArtistTerm::freq).toArray());
    doubles(
        out,
        MsdArray.ARTIST_TERMS_WEIGHT,
        terms.stream().mapToDouble(ArtistTerm::weight).toArray());
    texts(out, MsdArray.SIMILAR_ARTISTS, track.similarArtists());

    List<Mbtag> tags = track.artistMbtags();
    texts(out, MsdArray.ARTIST_MBTAGS, tags.stream().map(Mbtag::tag).toList());
    ByteBuffer counts = rows(MsdArray.ARTIST_MBTAGS_COUNT, tags.size());
    tags.forEach(tag -> counts.putInt(tag.count()));
    array(out, MsdArray.ARTIST_MBTAGS_COUNT, tags.size(), counts);
  }

  private static void doubles(Hdf5Output out, MsdArray array, double[]... values)
      throws IOException {
    int length = array.width() == 1 ? values[0].length : values.length;
    ByteBuffer rows = rows(array, length);
    for (double[] row : values) {
      for (double value : row) {
        rows.putDouble(value);
      }
    }
    array(out, array, length, rows);
  }

  private static void texts(Hdf5Output out, MsdArray array, List<String> values)
      throws IOException {
    ByteBuffer rows = rows(array, values.size());
    for (String value : values) {
      MsdRowEncoder.text(value, array.element().bytes(), rows);
    }
    array(out, array, values.size(), rows);
  }

  private static ByteBuffer rows(MsdArray array, int length) {
    return Hdf5Output.direct(Math.multiplyExact(length, array.rowBytes()));
  }

  private static void array(Hdf5Output out, MsdArray array, int length, ByteBuffer rows)
      throws IOException {
    out.array(array.path(), array.title(), array.element(), length, array.width()).append(rows);
  }

  /** What is to be written between the creation of the file and its end. */
  private interface Content {
    void writeTo(Hdf5Output out) throws IOException;
  }

  private static void writeFile(Path file, Content content) throws IOException {
    boolean complete = false;
    try (Hdf5Output out = Hdf5Output.create(file)) {
      out.describeRoot(MsdLayout.ROOT_TITLE);
      content.writeTo(out);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The three tables being filled, each a chunk of rows at a time. */
  private static final class Tables {
    private final Table analysis;
    private final Table metadata;
    private final Table musicbrainz;

    Tables(Hdf5Output out, long rows, long expectedRows) throws IOException {
      analysis = new Table(out, MsdLayout.ANALYSIS, rows, expectedRows);
      metadata = new Table(out, MsdLayout.METADATA, rows, expectedRows);
      musicbrainz = new Table(out, MsdLayout.MUSICBRAINZ, rows, expectedRows);
    }

    void append(MsdSong song) throws IOException {
      MsdRowEncoder.analysis(song, analysis.rows);
      MsdRowEncoder.metadata(song, metadata.rows);
      MsdRowEncoder.musicbrainz(song, musicbrainz.rows);
      analysis.flushIfFull();
      metadata.flushIfFull();
      musicbrainz.flushIfFull();
    }

    void flush() throws IOException {
      analysis.dataset.append(analysis.rows);
      metadata.dataset.append(metadata.rows);
      musicbrainz.dataset.append(musicbrainz.rows);
    }
  }

  private static final class Table {
    private final Hdf5Output.Dataset dataset;
    private final ByteBuffer rows;

    Table(Hdf5Output out, MsdLayout.Table layout, long rows, long expectedRows) throws IOException {
      int chunkRows = layout.chunkRows(expectedRows);
      out.group(layout.group(), layout.groupTitle());
      dataset = out.table(layout, rows, chunkRows);
      this.rows = Hdf5Output.direct(chunkRows * layout.rowBytes());
    }

    void flushIfFull() throws IOException {
      if (!rows.hasRemaining()) {
        dataset.append(rows);
      }
    }
  }
}
