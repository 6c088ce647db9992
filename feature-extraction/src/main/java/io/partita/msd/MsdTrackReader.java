package io.partita.msd;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.hdf5.Hdf5Chunks;
import io.partita.hdf5.Hdf5Column.Kind;
import io.partita.hdf5.Hdf5Dataset;
import io.partita.hdf5.Hdf5Fault;
import io.partita.hdf5.Hdf5File;
import io.partita.hdf5.Hdf5Member;
import io.partita.hdf5.RowBlock;
import io.partita.msd.MsdTrack.ArtistTerm;
import io.partita.msd.MsdTrack.Mbtag;
import io.partita.msd.MsdTrack.Segments;
import io.partita.msd.MsdTrack.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Reads the file of one track of the Million Song Dataset, about 300 kB: its row in the three
 * tables and every array. What {@link MsdSummaryReader} says of the format holds here too.
 */
public final class MsdTrackReader {
  /** The dataset's longest track, 51 minutes, has some ten thousand segments. */
  private static final int MOST_ROWS = 100_000;

  /** As much as the longest track's pitches could take, of which a few kilobytes could be zeros. */
  private static final int MOST_ARRAY_BYTES = 16 << 20;

  private final Hdf5File file;
  private final Inflater inflater;

  private MsdTrackReader(Hdf5File file, Inflater inflater) {
    this.file = file;
    this.inflater = inflater;
  }

  /**
   * Reads a track.
   *
   * @throws MalformedInputException with an {@link Hdf5Fault}, if any of it cannot be read, the
   *     tables have more or fewer rows than one, or arrays that belong together differ in length
   * @throws IOException if the file cannot be read
   */
  public static MsdTrack read(InputFile input) throws IOException, MalformedInputException {
    try (Hdf5File file = Hdf5File.open(input.openChannel())) {
      return read(file);
    }
  }

  /**
   * Reads a track from the bytes of its file.
   *
   * @throws MalformedInputException as {@link #read(InputFile)} does
   */
  public static MsdTrack read(byte[] file) throws MalformedInputException {
    try (Hdf5File hdf5 = Hdf5File.open(new SeekableInMemoryByteChannel(file))) {
      return read(hdf5);
    } catch (IOException e) {
      throw new AssertionError("Bytes in memory can be read", e);
    }
  }

  private static MsdTrack read(Hdf5File file) throws IOException, MalformedInputException {
    Inflater inflater = new Inflater();
    try {
      return new MsdTrackReader(file, inflater).track();
    } finally {
      inflater.end();
    }
  }

  private MsdTrack track() throws IOException, MalformedInputException {
    return new MsdTrack(
        song(),
        segments(),
        timeline(MsdArray.BARS_START, MsdArray.BARS_CONFIDENCE),
        timeline(MsdArray.BEATS_START, MsdArray.BEATS_CONFIDENCE),
        timeline(MsdArray.TATUMS_START, MsdArray.TATUMS_CONFIDENCE),
        timeline(MsdArray.SECTIONS_START, MsdArray.SECTIONS_CONFIDENCE),
        artistTerms(),
        texts(MsdArray.SIMILAR_ARTISTS),
        artistMbtags());
  }

  private MsdSong song() throws IOException, MalformedInputException {
    MsdTable.Place analysis = onlyRow(MsdLayout.ANALYSIS);
    MsdTable.Place metadata = onlyRow(MsdLayout.METADATA);
    MsdTable.Place musicbrainz = onlyRow(MsdLayout.MUSICBRAINZ);
    return MsdRowDecoder.song(analysis, metadata, musicbrainz);
  }

  private MsdTable.Place onlyRow(MsdLayout.Table layout)
      throws IOException, MalformedInputException {
    MsdTable table = MsdTable.open(file, layout);
    if (table.rows() != 1) {
      throw new MalformedInputException(
          Hdf5Fault.BAD_TABLE,
          table.byteOffset(),
          "Expected the file of one track, got %,d rows in %s"
              .formatted(table.rows(), layout.path()));
    }
    MsdTable.Place place = table.place(inflater);
    place.goTo(0);
    return place;
  }

  private Segments segments() throws IOException, MalformedInputException {
    double[] start = doubles(MsdArray.SEGMENTS_START);
    int length = start.length;
    return new Segments(
        start,
        doubles(MsdArray.SEGMENTS_CONFIDENCE, length),
        doubles(MsdArray.SEGMENTS_LOUDNESS_MAX, length),
        doubles(MsdArray.SEGMENTS_LOUDNESS_MAX_TIME, length),
        doubles(MsdArray.SEGMENTS_LOUDNESS_START, length),
        doubleRows(MsdArray.SEGMENTS_PITCHES, length),
        doubleRows(MsdArray.SEGMENTS_TIMBRE, length));
  }

  private Timeline timeline(MsdArray starts, MsdArray confidences)
      throws IOException, MalformedInputException {
    double[] start = doubles(starts);
    return new Timeline(start, doubles(confidences, start.length));
  }

  private List<ArtistTerm> artistTerms() throws IOException, MalformedInputException {
    List<String> terms = texts(MsdArray.ARTIST_TERMS);
    double[] freq = doubles(MsdArray.ARTIST_TERMS_FREQ, terms.size());
    double[] weight = doubles(MsdArray.ARTIST_TERMS_WEIGHT, terms.size());
    List<ArtistTerm> all = new ArrayList<>(terms.size());
    for (int i = 0; i < terms.size(); i++) {
      all.add(new ArtistTerm(terms.get(i), freq[i], weight[i]));
    }
    return all;
  }

  private List<Mbtag> artistMbtags() throws IOException, MalformedInputException {
    List<String> tags = texts(MsdArray.ARTIST_MBTAGS);
    Hdf5Dataset counts = dataset(MsdArray.ARTIST_MBTAGS_COUNT);
    requireRows(MsdArray.ARTIST_MBTAGS_COUNT, counts, tags.size());
    Hdf5Member count = counts.element(0, Kind.INT32);
    List<Mbtag> all = new ArrayList<>(tags.size());
    eachRow(
        counts,
        1,
        (block, row) -> all.add(new Mbtag(tags.get(all.size()), block.integer(row, count))));
    return all;
  }

  private List<String> texts(MsdArray array) throws IOException, MalformedInputException {
    Hdf5Dataset dataset = dataset(array);
    Hdf5Member text = dataset.element(0, Kind.TEXT);
    List<String> texts = new ArrayList<>(dataset.rows());
    eachRow(dataset, 1, (block, row) -> texts.add(block.text(row, text)));
    return texts;
  }

  private double[] doubles(MsdArray array, int expected)
      throws IOException, MalformedInputException {
    Hdf5Dataset dataset = dataset(array);
    requireRows(array, dataset, expected);
    return doubles(dataset);
  }

  private double[] doubles(MsdArray array) throws IOException, MalformedInputException {
    return doubles(dataset(array));
  }

  private double[] doubles(Hdf5Dataset dataset) throws IOException, MalformedInputException {
    Hdf5Member real = dataset.element(0, Kind.FLOAT64);
    double[] values = new double[dataset.rows()];
    int[] next = {0};
    eachRow(dataset, 1, (block, row) -> values[next[0]++] = block.real(row, real));
    return values;
  }

  private double[][] doubleRows(MsdArray array, int expected)
      throws IOException, MalformedInputException {
    Hdf5Dataset dataset = dataset(array);
    requireRows(array, dataset, expected);
    Hdf5Member[] reals = new Hdf5Member[array.width()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = dataset.element(i, Kind.FLOAT64);
    }
    List<double[]> rows = new ArrayList<>(expected);
    eachRow(
        dataset,
        reals.length,
        (block, row) -> {
          double[] values = new double[reals.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = block.real(row, reals[i]);
          }
          rows.add(values);
        });
    return rows.toArray(double[][]::new);
  }

  private Hdf5Dataset dataset(MsdArray array) throws IOException, MalformedInputException {
    Hdf5Dataset dataset = file.dataset(array.group(), array.element().name());
    if (dataset.width() != array.width()) {
      throw new MalformedInputException(
          Hdf5Fault.BAD_TABLE,
          dataset.byteOffset(),
          "Expected %d values a row in %s, got %,d"
              .formatted(array.width(), array.path(), dataset.width()));
    }
    if (dataset.rows() > MOST_ROWS) {
      throw new MalformedInputException(
          Hdf5Fault.BAD_TABLE,
          dataset.byteOffset(),
          "Expected at most %,d rows in %s, got %,d"
              .formatted(MOST_ROWS, array.path(), dataset.rows()));
    }
    long bytes = (long) dataset.rows() * dataset.rowBytes();
    if (bytes > MOST_ARRAY_BYTES) {
      throw new MalformedInputException(
          Hdf5Fault.BAD_TABLE,
          dataset.byteOffset(),
          "Expected at most %,d bytes in %s, got %,d"
              .formatted(MOST_ARRAY_BYTES, array.path(), bytes));
    }
    return dataset;
  }

  private static void requireRows(MsdArray array, Hdf5Dataset dataset, int expected)
      throws MalformedInputException {
    if (dataset.rows() != expected) {
      throw new MalformedInputException(
          Hdf5Fault.BAD_TABLE,
          dataset.byteOffset(),
          "Expected %,d rows in %s, as many as in the array it belongs to, got %,d"
              .formatted(expected, array.path(), dataset.rows()));
    }
  }

  private interface RowAction {
    void take(RowBlock block, int row);
  }

  private void eachRow(Hdf5Dataset dataset, int members, RowAction action)
      throws IOException, MalformedInputException {
    Hdf5Chunks chunks = dataset.chunks();
    for (int chunk = 0, start = 0; start < dataset.rows(); chunk++, start += chunks.chunkRows()) {
      RowBlock block = chunks.read(chunk, members, inflater);
      int rows = Math.min(chunks.chunkRows(), dataset.rows() - start);
      for (int row = 0; row < rows; row++) {
        action.take(block, row);
      }
    }
  }
}
