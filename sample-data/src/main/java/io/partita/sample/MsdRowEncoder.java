package io.partita.sample;

import io.partita.msd.MsdIndexes;
import io.partita.msd.MsdSong;
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
    MsdIndexes idx = song.idx();
    integer(song.analysisSampleRateHz(), 0, row);
    text(song.audioMd5(), 32, row);
    real(song.danceability(), 0, row);
    real(song.durationS(), Double.NaN, row);
    real(song.endOfFadeInS(), Double.NaN, row);
    real(song.energy(), 0, row);
    row.putInt(idx.barsConfidence()).putInt(idx.barsStart());
    row.putInt(idx.beatsConfidence()).putInt(idx.beatsStart());
    row.putInt(idx.sectionsConfidence()).putInt(idx.sectionsStart());
    row.putInt(idx.segmentsConfidence()).putInt(idx.segmentsLoudnessMax());
    row.putInt(idx.segmentsLoudnessMaxTime()).putInt(idx.segmentsLoudnessStart());
    row.putInt(idx.segmentsPitches()).putInt(idx.segmentsStart()).putInt(idx.segmentsTimbre());
    row.putInt(idx.tatumsConfidence()).putInt(idx.tatumsStart());
    integer(song.key(), NONE_FOUND, row);
    real(song.keyConfidence(), Double.NaN, row);
    real(song.loudnessDb(), Double.NaN, row);
    integer(song.mode(), NONE_FOUND, row);
    real(song.modeConfidence(), Double.NaN, row);
    real(song.startOfFadeOutS(), Double.NaN, row);
    real(song.tempoBpm(), 0, row);
    integer(song.timeSignature(), 0, row);
    real(song.timeSignatureConfidence(), Double.NaN, row);
    text(song.trackId(), 32, row);
  }

  static void metadata(MsdSong song, ByteBuffer row) {
    text(song.analyzerVersion(), 32, row);
    integer(song.artist7digitalid(), NO_ID, row);
    real(song.artistFamiliarity(), Double.NaN, row);
    real(song.artistHotttnesss(), Double.NaN, row);
    text(song.artistId(), 32, row);
    real(song.artistLatitude(), Double.NaN, row);
    text(song.artistLocation(), 1024, row);
    real(song.artistLongitude(), Double.NaN, row);
    text(song.artistMbid(), 40, row);
    text(song.artistName(), 1024, row);
    integer(song.artistPlaymeid(), NO_ID, row);
    text(song.genre(), 1024, row);
    row.putInt(song.idx().artistTerms()).putInt(song.idx().similarArtists());
    text(song.release(), 1024, row);
    integer(song.release7digitalid(), NO_ID, row);
    real(song.songHotttnesss(), Double.NaN, row);
    text(song.songId(), 32, row);
    text(song.title(), 1024, row);
    integer(song.track7digitalid(), NO_ID, row);
  }

  static void musicbrainz(MsdSong song, ByteBuffer row) {
    row.putInt(song.idx().artistMbtags());
    integer(song.year(), 0, row);
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
