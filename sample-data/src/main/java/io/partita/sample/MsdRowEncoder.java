package io.partita.sample;

import io.partita.msd.MsdIndexes;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSong.Analysis;
import io.partita.msd.MsdSong.Artist;
import io.partita.msd.MsdSong.Estimate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Songs as packed little-endian rows of the three tables; what is not known becomes the value the
 * dataset marks it with. Each method appends one row to the buffer.
 */
final class MsdRowEncoder {
  /** An id that 7digital or playme never gave. */
  private static final int NO_ID = -1;

  /** A key or mode the analyser did not find. */
  private static final int NONE_FOUND = -1;

  private MsdRowEncoder() {}

  static void analysis(MsdSong song, ByteBuffer row) {
    Analysis found = song.analysis();
    MsdIndexes idx = song.idx();
    integer(found.sampleRateHz(), 0, row);
    text(found.audioMd5(), 32, row);
    real(found.danceability(), 0, row);
    real(found.durationS(), Double.NaN, row);
    real(found.endOfFadeInS(), Double.NaN, row);
    real(found.energy(), 0, row);
    timeline(idx.bars(), row);
    timeline(idx.beats(), row);
    timeline(idx.sections(), row);
    MsdIndexes.Segments segments = idx.segments();
    row.putInt(segments.confidence()).putInt(segments.loudnessMax());
    row.putInt(segments.loudnessMaxTime()).putInt(segments.loudnessStart());
    row.putInt(segments.pitches()).putInt(segments.start()).putInt(segments.timbre());
    timeline(idx.tatums(), row);
    estimate(found.key(), NONE_FOUND, row);
    real(found.loudnessDb(), Double.NaN, row);
    estimate(found.mode(), NONE_FOUND, row);
    real(found.startOfFadeOutS(), Double.NaN, row);
    real(found.tempoBpm(), 0, row);
    estimate(found.timeSignature(), 0, row);
    text(song.trackId(), 32, row);
  }

  static void metadata(MsdSong song, ByteBuffer row) {
    Artist artist = song.artist();
    text(song.analyzerVersion(), 32, row);
    integer(artist.sevenDigitalId(), NO_ID, row);
    real(artist.familiarity(), Double.NaN, row);
    real(artist.hotttnesss(), Double.NaN, row);
    text(artist.id(), 32, row);
    real(artist.latitude(), Double.NaN, row);
    text(artist.location(), 1024, row);
    real(artist.longitude(), Double.NaN, row);
    text(artist.mbid(), 40, row);
    text(artist.name(), 1024, row);
    integer(artist.playmeId(), NO_ID, row);
    text(song.genre(), 1024, row);
    row.putInt(song.idx().artistTerms()).putInt(song.idx().similarArtists());
    text(song.release().name(), 1024, row);
    integer(song.release().sevenDigitalId(), NO_ID, row);
    real(song.songHotttnesss(), Double.NaN, row);
    text(song.songId(), 32, row);
    text(song.title(), 1024, row);
    integer(song.trackSevenDigitalId(), NO_ID, row);
  }

  static void musicbrainz(MsdSong song, ByteBuffer row) {
    row.putInt(song.idx().artistMbtags());
    integer(song.release().year(), 0, row);
  }

  private static void timeline(MsdIndexes.Timeline idx, ByteBuffer row) {
    row.putInt(idx.confidence()).putInt(idx.start());
  }

  private static void estimate(Estimate estimate, int unknown, ByteBuffer row) {
    integer(estimate.value(), unknown, row);
    real(estimate.confidence(), Double.NaN, row);
  }

  private static void integer(Integer value, int unknown, ByteBuffer row) {
    row.putInt(value == null ? unknown : value);
  }

  private static void real(Double value, double unknown, ByteBuffer row) {
    row.putDouble(value == null ? unknown : value);
  }

  /** Appends a text, padded with NUL to its column's width. */
  static void text(String value, int bytes, ByteBuffer row) {
    byte[] utf8 = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > bytes) {
      throw new IllegalArgumentException(
          "Shorten the text \"%s\": it takes %,d bytes of UTF-8 and its column holds %,d"
              .formatted(value, utf8.length, bytes));
    }
    row.put(utf8);
    for (int i = utf8.length; i < bytes; i++) {
      row.put((byte) 0);
    }
  }
}
