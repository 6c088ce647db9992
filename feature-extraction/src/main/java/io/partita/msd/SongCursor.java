package io.partita.msd;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.zip.Inflater;

/**
 * The songs of a range of rows, one at a time, for one thread. It holds one chunk of each table. A
 * chunk of {@code /metadata/songs} or {@code /musicbrainz/songs} without a wanted row is never
 * read.
 */
public final class SongCursor implements AutoCloseable {
  private final Inflater inflater = new Inflater();
  private final MsdTable.Place analysis;
  private final MsdTable.Place metadata;
  private final MsdTable.Place musicbrainz;
  private final Predicate<String> wanted;
  private final int end;
  private int row;
  private boolean atWanted;

  SongCursor(
      MsdTable analysis,
      MsdTable metadata,
      MsdTable musicbrainz,
      RowRange range,
      Predicate<String> wanted) {
    this.analysis = analysis.place(inflater);
    this.metadata = metadata.place(inflater);
    this.musicbrainz = musicbrainz.place(inflater);
    this.wanted = wanted;
    this.row = range.start();
    this.end = range.end();
  }

  /**
   * Whether there is another wanted song.
   *
   * @throws MalformedInputException if the rows of the analysis up to it cannot be read
   */
  public boolean hasNext() throws IOException, MalformedInputException {
    while (!atWanted && row < end) {
      analysis.goTo(row);
      atWanted = wanted.test(analysis.lastText());
      if (!atWanted) {
        row++;
      }
    }
    return atWanted;
  }

  /**
   * The next wanted song.
   *
   * @throws NoSuchElementException if absent
   * @throws MalformedInputException if its rows cannot be read
   */
  public MsdSong next() throws IOException, MalformedInputException {
    if (!hasNext()) {
      throw new NoSuchElementException("Expected a song before row %,d".formatted(end));
    }
    metadata.goTo(row);
    musicbrainz.goTo(row);
    MsdSong song = MsdRowDecoder.song(analysis, metadata, musicbrainz);
    row++;
    atWanted = false;
    return song;
  }

  /** Frees the inflater. */
  @Override
  public void close() {
    inflater.end();
  }
}
